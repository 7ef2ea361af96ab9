import { columnWidths } from '../document/column-widths.ts'
import { headRows } from '../document/document-pages.ts'
import type {
  DocumentBlock,
  DocumentTable,
  TableCell,
  TableRow,
} from '../document/document-tree.ts'
import { element, escapeMarkup } from '../markup.ts'
import type { OdtPlace, OdtStyleBook } from './odt-style-book.ts'
import { odtStyle } from './odt-styles.ts'

const cm = (twips: number) => `${(twips / 566.93).toFixed(3)}cm`
const shades: Partial<Record<TableRow['kind'], string>> = {
  header: '#e6ebea',
  group: '#e6ebea',
  total: '#e6ebea',
  subtotal: '#f3f5f5',
}

/**
 * Writes blocks; passed to the code for nested content: tables contain blocks and blocks contain
 * tables.
 */
type Writing = {
  styles: OdtStyleBook
  write(blocks: readonly DocumentBlock[], place: OdtPlace, styles: OdtStyleBook): string
}

/** One table, with the groups of the form in it. */
export function odtTables(
  table: DocumentTable,
  place: OdtPlace,
  { styles, write }: Writing,
): string {
  return odtTable({ table, widths: columnWidths(table, place.width), styles, write })
}

type TablePlace = Writing & { table: DocumentTable; widths: readonly number[] }

function odtTable(given: TablePlace): string {
  const { table, widths, styles } = given
  const width = widths.reduce((sum, own) => sum + own, 0)
  const columns = widths.map((own) =>
    element('table:table-column', {
      'table:style-name': styles.name(
        'table-column',
        {},
        element('style:table-column-properties', { 'style:column-width': cm(own) }),
      ),
    }),
  )
  const heads = table.rows.slice(0, headRows(table.rows))
  const head =
    heads.length > 0
      ? element('table:table-header-rows', {}, heads.map((row) => rowMarkup(row, given)).join(''))
      : ''
  const body = table.rows
    .slice(heads.length)
    .map((row) => rowMarkup(row, given))
    .join('')
  const style = styles.name(
    'table',
    {},
    element('style:table-properties', {
      'style:width': cm(width),
      'table:align': 'left',
      'fo:margin-bottom': '0.3cm',
    }),
  )
  const about =
    table.description === undefined
      ? ''
      : element('table:title', {}, escapeMarkup(table.description.title)) +
        element('table:desc', {}, escapeMarkup(table.description.text))
  return element(
    'table:table',
    { 'table:style-name': style },
    `${about}${columns.join('')}${head}${body}`,
  )
}

function rowMarkup(row: TableRow, given: TablePlace): string {
  const style = given.styles.name(
    'table-row',
    {},
    element('style:table-row-properties', {
      'fo:keep-together': given.table.isBox === true ? 'auto' : 'always',
    }),
  )
  return element(
    'table:table-row',
    { 'table:style-name': style },
    row.cells.map((cell, x) => cellMarkup(cell, { row, x, ...given })).join(''),
  )
}

function cellMarkup(
  cell: TableCell,
  { row, x, table, widths, styles, write }: TablePlace & { row: TableRow; x: number },
): string {
  const style = styles.name(
    'table-cell',
    {},
    element('style:table-cell-properties', {
      'fo:padding': '0.1cm',
      'fo:border': '0.5pt solid #b8bfbe',
      'fo:background-color': shades[row.kind],
    }),
  )
  const isBold = row.kind !== 'body' || cell.isHeader === true
  const named = isBold ? odtStyle.tableHead : table.isBox === true ? odtStyle.body : odtStyle.table
  const text =
    table.columns[x]?.align === 'right'
      ? styles.name(
          'paragraph',
          { 'style:parent-style-name': named },
          element('style:paragraph-properties', { 'fo:text-align': 'end' }),
        )
      : named
  return element(
    'table:table-cell',
    { 'table:style-name': style, 'office:value-type': 'string' },
    write(cell.content, { text, width: (widths[x] ?? 0) - 120 }, styles),
  )
}
