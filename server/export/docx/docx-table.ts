import type { Paragraph } from 'docx'
import {
  BorderStyle,
  type ITableOptions,
  StringValueElement,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlignTable,
  WidthType,
  XmlComponent,
} from 'docx'
import { cellPadding, columnWidths, tableTextSize } from '../document/column-widths.ts'
import { headRows } from '../document/document-pages.ts'
import type {
  TableCell as Cell,
  DocumentTable,
  TableRow as Row,
  TableDescription,
} from '../document/document-tree.ts'
import { type DocxPlace, gap, type WriteBlocks } from './docx-place.ts'
import { grey, style } from './docx-styles.ts'

const edge = { style: BorderStyle.SINGLE, size: 4, color: grey.line } as const
const borders = {
  top: edge,
  bottom: edge,
  left: edge,
  right: edge,
  insideHorizontal: edge,
  insideVertical: edge,
}

const textStyles = { usual: style.table, small: style.smallTable } as const

/** One table, with the groups of the form in it. */
export function docxTables(
  table: DocumentTable,
  place: DocxPlace,
  write: WriteBlocks,
): (Paragraph | Table)[] {
  const widths = columnWidths(table, place.width - (place.indent ?? 0))
  return [docxTable(table, widths, place, write), gap()]
}

/** What a screen reader says before it reads a table; the library has no option for it. */
class DescribedTable extends Table {
  constructor(options: ITableOptions, { title, text }: TableDescription) {
    super(options)
    const [properties] = this.root
    if (!(properties instanceof XmlComponent)) throw new Error('A table without properties.')
    properties.addChildElement(new StringValueElement('w:tblCaption', title))
    properties.addChildElement(new StringValueElement('w:tblDescription', text))
  }
}

function docxTable(
  table: DocumentTable,
  widths: readonly number[],
  place: DocxPlace,
  write: WriteBlocks,
): Table {
  const { rows } = table
  const heads = headRows(rows)
  const text = table.isBox === true ? style.body : textStyles[tableTextSize(table)]
  const options: ITableOptions = {
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    columnWidths: [...widths],
    layout: TableLayoutType.FIXED,
    borders,
    margins: {
      top: 40,
      bottom: 20,
      left: cellPadding / 2,
      right: cellPadding / 2,
      marginUnitType: WidthType.DXA,
    },
    ...(place.indent === undefined ? {} : { indent: { size: place.indent, type: WidthType.DXA } }),
    tableLook: {
      firstRow: rows[0]?.kind === 'header' || rows[0]?.kind === 'group',
      lastRow: false,
      firstColumn: false,
      lastColumn: false,
      noHBand: true,
      noVBand: true,
    },
    rows: rows.map((row, y) =>
      docxRow(row, {
        table,
        widths,
        text,
        write,
        keepNext: keepsNext(rows, y),
        isHeader: y < heads,
      }),
    ),
  }
  return table.description === undefined
    ? new Table(options)
    : new DescribedTable(options, table.description)
}

/** A header stays with the first row below it, a sum with the last row above it. */
function keepsNext(rows: readonly Row[], y: number): boolean {
  const next = rows[y + 1]?.kind
  return (
    next !== undefined &&
    (rows[y]?.kind === 'header' ||
      rows[y]?.kind === 'group' ||
      next === 'subtotal' ||
      next === 'total')
  )
}

type RowPlace = {
  table: DocumentTable
  widths: readonly number[]
  text: string
  write: WriteBlocks
  keepNext: boolean
  /** Repeated on the next page. */
  isHeader: boolean
}

function docxRow(row: Row, place: RowPlace): TableRow {
  return new TableRow({
    cantSplit: place.table.isBox !== true,
    ...(place.isHeader ? { tableHeader: true } : {}),
    children: row.cells.map((cell, x) => docxCell(cell, row, x, place)),
  })
}

const shades: Partial<Record<Row['kind'], string>> = {
  header: grey.group,
  group: grey.group,
  total: grey.group,
  subtotal: grey.total,
}

function docxCell(
  cell: Cell,
  row: Row,
  x: number,
  { table, widths, text, write, keepNext }: RowPlace,
): TableCell {
  const width = widths[x] ?? 0
  const fill = shades[row.kind]
  const bold = row.kind !== 'body' || cell.isHeader === true
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: row.kind === 'body' ? VerticalAlignTable.TOP : VerticalAlignTable.BOTTOM,
    ...(fill === undefined ? {} : { shading: { fill } }),
    children: write(cell.content, {
      width: width - cellPadding,
      text,
      align: table.columns[x]?.align ?? 'left',
      bold,
      keepNext,
      listLevel: -1,
    }),
  })
}
