import { splitAtGroups } from '../document/document-pages.ts'
import type {
  DocumentBlock,
  DocumentTable,
  TableCell,
  TableRow,
} from '../document/document-tree.ts'
import { columnWidths } from '../docx/docx-widths.ts'
import { element } from '../markup.ts'
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

/** Each group of rows is a table of its own, so that its header repeats on the next page. */
export function odtTables(
  table: DocumentTable,
  place: OdtPlace,
  { styles, write }: Writing,
): string {
  const widths = columnWidths(table, place.width)
  return splitAtGroups(table.rows)
    .map((rows) => odtTable(rows, { table, widths, styles, write }))
    .join('')
}

type TablePlace = Writing & { table: DocumentTable; widths: readonly number[] }

function odtTable(rows: readonly TableRow[], given: TablePlace): string {
  const { widths, styles } = given
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
  const firstBody = rows.findIndex((row) => row.kind !== 'header' && row.kind !== 'group')
  const heads = rows.slice(0, firstBody === -1 ? rows.length : firstBody)
  const head =
    heads.length > 0
      ? element('table:table-header-rows', {}, heads.map((row) => rowMarkup(row, given)).join(''))
      : ''
  const body = rows
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
  return element('table:table', { 'table:style-name': style }, `${columns.join('')}${head}${body}`)
}

function rowMarkup(row: TableRow, given: TablePlace): string {
  const style = given.styles.name(
    'table-row',
    {},
    element('style:table-row-properties', { 'fo:keep-together': 'always' }),
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
  const named = isBold ? odtStyle.tableHead : odtStyle.table
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
