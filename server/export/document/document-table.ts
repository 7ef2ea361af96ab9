import { type Column, isComputed } from '#shared/format/columns.ts'
import type { Table } from '#shared/format/schema.ts'
import { isAmountRow, isProduct } from '#shared/plan/computed.ts'
import type { Row } from '#shared/plan/content.ts'
import { isFilledCell, isUntouchedPreset } from '#shared/plan/filled.ts'
import { type Group, groupIdOf, groupsOf } from '#shared/plan/groups.ts'
import { numberValue, type Source, valueText } from './document-cells.ts'
import {
  bodyRow,
  emptyCell,
  headerCell,
  type PrintedColumn,
  plainRows,
  printedColumn,
  tableColumns,
} from './document-columns.ts'
import { foldColumns } from './document-fold.ts'
import { type DocumentTable, paragraph, type TableCell, type TableRow } from './document-tree.ts'

/** A table with more columns than this leaves out those that nobody used: a plan has no actual costs yet, say. Its total stays. */
const manyColumns = 6

export type TableOptions = { untouchedPresets: boolean }

/**
 * A table of the format as a table on paper. With groups each group heads its own rows and names the columns, as the
 * forms do, and ends in a subtotal.
 */
export function documentTable(table: Table, source: Source, options: TableOptions): DocumentTable {
  const rows = printedRows(table, source, options)
  const used = usedColumns(table, rows)
  const columns =
    table.layout === 'cards'
      ? foldColumns(used, source)
      : used.map((column) => printedColumn(column, source))
  const groups = groupsOf(table, source.content.tables)
  const body =
    table.groups === undefined
      ? plainRows(columns, rows)
      : groups.flatMap((group) =>
          groupRows(
            table,
            columns,
            group,
            rows.filter((row) => groupIdOf(row, groups) === group.id),
            source,
          ),
        )
  return {
    kind: 'table',
    id: table.id,
    columns: tableColumns(columns),
    rows: [...body, ...totalRows(table, columns, source)],
  }
}

export function printedRows(table: Table, source: Source, options: TableOptions): readonly Row[] {
  const rows = source.content.tables[table.id] ?? []
  return options.untouchedPresets ? rows : rows.filter((row) => !isUntouchedPreset(table, row))
}

/** Without what the form keeps to itself; a group stands in a row of its own. */
function usedColumns(table: Table, rows: readonly Row[]): Column[] {
  const columns = table.columns.filter(
    (column) => !column.isInternal && !(table.groups !== undefined && column.id === 'group'),
  )
  return columns.length <= manyColumns
    ? columns
    : columns.filter(
        (column) =>
          column.isTitle || column.id === table.totals[0]?.column || isUsed(column, table, rows),
      )
}

function isUsed(column: Column, table: Table, rows: readonly Row[]): boolean {
  if (!isComputed(column)) return rows.some((row) => isFilledCell(row[column.id]))
  const isUsedId = (id: string) =>
    table.columns.some((candidate) => candidate.id === id && isUsed(candidate, table, rows))
  // A difference with nothing to compare says nothing; a sum says something as soon as one part does.
  return column.formula.op === 'sum'
    ? column.formula.of.some(isUsedId)
    : column.formula.of.every(isUsedId)
}

function groupRows(
  table: Table,
  columns: readonly PrintedColumn[],
  group: Group,
  rows: readonly Row[],
  source: Source,
): TableRow[] {
  const factors = table.columns.flatMap((column) => (isProduct(column) ? column.product : []))
  // Where only an amount is asked, quantity and rate have no name above them (the sources leave them blank).
  const isOnlyAmounts = group.entry === 'amount' && rows.every((row) => isAmountRow(table, row))
  const nameOf = (column: PrintedColumn) =>
    isOnlyAmounts && factors.includes(column.id ?? '') ? '' : column.label
  const head = columns.map((column, index) =>
    headerCell(index === 0 ? group.label : nameOf(column)),
  )
  const totals = source.content.totals[table.id]
  const subtotal = columns.map((column, index) =>
    index === 0
      ? headerCell('Subtotaal')
      : sumCell(table, column, totals?.columns[column.id ?? '']?.groups[group.id]),
  )
  return [
    { kind: 'group', id: group.id, cells: head },
    ...rows.map((row) => bodyRow(columns, row)),
    ...(totals === undefined ? [] : [{ kind: 'subtotal' as const, id: group.id, cells: subtotal }]),
  ]
}

function totalRows(table: Table, columns: readonly PrintedColumn[], source: Source): TableRow[] {
  const totals = source.content.totals[table.id]
  const printed = table.totals.filter((total) =>
    columns.some((column) => column.id === total.column),
  )
  if (totals === undefined || printed.length === 0) return []
  const name = totalLabel(printed.map((total) => total.label))
  return [
    {
      kind: 'total',
      cells: columns.map((column, index) =>
        index === 0
          ? headerCell(name)
          : sumCell(table, column, totals.columns[column.id ?? '']?.total),
      ),
    },
  ]
}

/** One row holds all totals: what their names share ("Totaal begroot", "Totaal werkelijk": "Totaal") names it. */
export function totalLabel(labels: readonly string[]): string {
  const start = (text: string, words: number) => text.split(' ').slice(0, words).join(' ')
  const [first = ''] = labels
  for (let words = first.split(' ').length; words > 0; words -= 1)
    if (labels.every((text) => start(text, words) === start(first, words)))
      return start(first, words)
  return first
}

function sumCell(table: Table, printed: PrintedColumn, sum: number | undefined): TableCell {
  const column = table.columns.find((candidate) => candidate.id === printed.id)
  const value = sum === undefined || column === undefined ? undefined : numberValue(column, sum)
  return value === undefined ? emptyCell() : { content: [paragraph(valueText(value))], value }
}
