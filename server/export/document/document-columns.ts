import { type Column, type ColumnKind, isRichText } from '#shared/format/columns.ts'
import { isNumeric } from './document-cells.ts'
import { richTextBlocks } from './document-richtext.ts'
import { paragraph, type TableCell, type TableColumn, type TableRow } from './document-tree.ts'
import type { PlanRow } from './plan-piece.ts'

/** In a narrower column a date or a name breaks within a word. */
const leastWidth: Readonly<Record<ColumnKind, number>> = {
  line: 0.9,
  richText: 0.9,
  choice: 1.6,
  date: 1.45,
  count: 0.9,
  quantity: 0.9,
  money: 1.2,
  reference: 1.7,
  computed: 1.2,
}

/**
 * How a column of the format prints: its heading, its share of the width, and its cell in a row.
 */
export type PrintedColumn = TableColumn & { cell(row: PlanRow): TableCell }

export function printedColumn(column: Column): PrintedColumn {
  return {
    id: column.id,
    label: column.label,
    width: Math.max(column.width, leastWidth[column.kind]),
    align: isNumeric(column) ? 'right' : 'left',
    cell: (row) => tableCell(column, row),
  }
}

export function tableCell(column: Column, row: PlanRow): TableCell {
  const cell = row.cells.get(column.id)
  if (cell === undefined) return emptyCell()
  if (isRichText(column) && cell.doc !== undefined)
    return { content: richTextBlocks(cell.doc, { below: null }) }
  const content = [paragraph(cell.text)]
  return cell.value === undefined ? { content } : { content, value: cell.value }
}

export function headerCell(text: string): TableCell {
  return { content: [paragraph(text)], isHeader: true }
}

export function emptyCell(): TableCell {
  return { content: [paragraph('')] }
}

export function bodyRow(columns: readonly PrintedColumn[], row: PlanRow): TableRow {
  return { kind: 'body', id: row.id, cells: columns.map((column) => column.cell(row)) }
}

/** A header and its rows. An empty table keeps one empty row, as a form has an empty box. */
export function plainRows(columns: readonly PrintedColumn[], rows: readonly PlanRow[]): TableRow[] {
  const body = rows.map((row) => bodyRow(columns, row))
  return [
    { kind: 'header', cells: columns.map((column) => headerCell(column.label)) },
    ...(body.length > 0 ? body : [{ kind: 'body' as const, cells: columns.map(emptyCell) }]),
  ]
}

export function tableColumns(columns: readonly PrintedColumn[]): TableColumn[] {
  return columns.map(({ cell: _, ...column }) => column)
}
