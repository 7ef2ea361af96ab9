import type { Paragraph } from 'docx'
import {
  BorderStyle,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import { splitAtGroups } from '../document/document-pages.ts'
import type {
  TableCell as Cell,
  DocumentTable,
  TableRow as Row,
} from '../document/document-tree.ts'
import { type DocxPlace, gap, type WriteBlocks } from './docx-place.ts'
import { grey } from './docx-styles.ts'
import { cellPadding, columnWidths, tableTextStyle } from './docx-widths.ts'

const edge = { style: BorderStyle.SINGLE, size: 4, color: grey.line } as const
const borders = {
  top: edge,
  bottom: edge,
  left: edge,
  right: edge,
  insideHorizontal: edge,
  insideVertical: edge,
}

/**
 * Each group of rows becomes a table of its own: Word repeats header rows only from the top of a
 * table, and a page with another group's heading would mislead. Rows after the last group stay with
 * it.
 */
export function docxTables(
  table: DocumentTable,
  place: DocxPlace,
  write: WriteBlocks,
): (Paragraph | Table)[] {
  const widths = columnWidths(table, place.width - (place.indent ?? 0))
  return splitAtGroups(table.rows).flatMap((rows) => [
    docxTable(rows, table, widths, place, write),
    gap(),
  ])
}

function docxTable(
  rows: readonly Row[],
  table: DocumentTable,
  widths: readonly number[],
  place: DocxPlace,
  write: WriteBlocks,
): Table {
  const { style: text } = tableTextStyle(table)
  return new Table({
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
      docxRow(row, { table, widths, text, write, keepNext: keepsNext(rows, y) }),
    ),
  })
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
}

function docxRow(row: Row, place: RowPlace): TableRow {
  const isHeader = row.kind === 'header' || row.kind === 'group'
  return new TableRow({
    cantSplit: true,
    ...(isHeader ? { tableHeader: true } : {}),
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
