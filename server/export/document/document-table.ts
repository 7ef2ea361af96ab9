import { calculationName } from '#shared/format/calculation-tables.ts'
import { type Column, isComputed } from '#shared/format/columns.ts'
import type { Table } from '#shared/format/schema.ts'
import { formatList } from '#shared/format-list.ts'
import { isProduct } from '#shared/plan/computed.ts'
import { printedText } from '#shared/text/printed-text.ts'
import { numberValue, valueText } from './document-cells.ts'
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
import {
  cleanText,
  type DocumentTable,
  paragraph,
  type TableCell,
  type TableDescription,
  type TableRow,
} from './document-tree.ts'
import type { PlanGroup, PlanRow, PlanTable, Sums } from './plan-piece.ts'

/**
 * A table with more columns than this leaves out the unused ones: a new plan has no actual costs,
 * for example. Totals stay.
 */
const manyColumns = 6

/**
 * A table of the format in print. With groups, each group has its own heading, column names and
 * subtotal, as on the forms.
 */
export function documentTable({ table, rows, groups, sums }: PlanTable): DocumentTable {
  const used = usedColumns(table, rows)
  const columns = table.layout === 'cards' ? foldColumns(used) : used.map(printedColumn)
  const body =
    groups === null
      ? plainRows(columns, rows)
      : groups.flatMap((group) => groupRows(group, table, columns))
  return {
    kind: 'table',
    id: table.id,
    description: describe(calculationName(table), columns),
    columns: tableColumns(columns),
    rows: [...body, ...totalRows(sums, table, columns)],
  }
}

function describe(name: string, columns: readonly PrintedColumn[]): TableDescription {
  const title = cleanText(name)
  const labels = columns.map(({ label }) => cleanText(label)).filter((label) => label !== '')
  return { title, text: printedText.tableAbout(title, formatList(labels)) }
}

/** Without internal columns; a group has a row of its own. */
function usedColumns(table: Table, rows: readonly PlanRow[]): Column[] {
  const columns = table.columns.filter(
    (column) =>
      !column.isInternal &&
      !(table.groups !== undefined && column.id === 'group') &&
      (!isOursAlone(column, table, rows) || isUsed(column, table, rows)),
  )
  return columns.length <= manyColumns
    ? columns
    : columns.filter(
        (column) =>
          column.isTitle || column.id === table.totals[0]?.column || isUsed(column, table, rows),
      )
}

/**
 * A column of ours is printed as far as anyone filled it in, also in a table that is ours. Without a row that table shows
 * all that it asks, and a row always has its name and its amount.
 */
function isOursAlone(column: Column, table: Table, rows: readonly PlanRow[]): boolean {
  if (column.source !== undefined) return column.source === 'ours'
  const isNeeded = column.isTitle || table.totals.some((total) => total.column === column.id)
  return table.source === 'ours' && rows.length > 0 && !isNeeded
}

function isUsed(column: Column, table: Table, rows: readonly PlanRow[]): boolean {
  if (!isComputed(column)) return rows.some((row) => row.cells.get(column.id)?.isFilled)
  const isUsedId = (id: string) =>
    table.columns.some((candidate) => candidate.id === id && isUsed(candidate, table, rows))
  // A difference with nothing to compare has no meaning; a sum has one as soon as one part has a
  // value.
  return column.formula.op === 'sum'
    ? column.formula.of.some(isUsedId)
    : column.formula.of.every(isUsedId)
}

function groupRows(
  { id, label, isOnlyAmounts, rows, sums }: PlanGroup,
  table: Table,
  columns: readonly PrintedColumn[],
): TableRow[] {
  const factors = table.columns.flatMap((column) => (isProduct(column) ? column.product : []))
  // Where only an amount is asked, quantity and rate have no heading (the sources leave it blank).
  const nameOf = (column: PrintedColumn) =>
    isOnlyAmounts && factors.includes(column.id ?? '') ? '' : column.label
  const head = columns.map((column, index) => headerCell(index === 0 ? label : nameOf(column)))
  return [
    { kind: 'group', id, cells: head },
    ...rows.map((row) => bodyRow(columns, row)),
    ...(sums === null || table.hasSubtotals === false
      ? []
      : [
          { kind: 'subtotal' as const, id, cells: sumCells('Subtotaal', sums, { table, columns }) },
        ]),
  ]
}

function totalRows(sums: Sums | null, table: Table, columns: readonly PrintedColumn[]): TableRow[] {
  const printed = table.totals.filter((total) =>
    columns.some((column) => column.id === total.column),
  )
  if (sums === null || printed.length === 0) return []
  const name = totalLabel(printed.map((total) => total.label))
  return [{ kind: 'total', cells: sumCells(name, sums, { table, columns }) }]
}

/**
 * One row holds all totals, named after the words they share ("Totaal begroot", "Totaal werkelijk":
 * "Totaal").
 */
export function totalLabel(labels: readonly string[]): string {
  const start = (text: string, words: number) => text.split(' ').slice(0, words).join(' ')
  const [first = ''] = labels
  for (let words = first.split(' ').length; words > 0; words -= 1)
    if (labels.every((text) => start(text, words) === start(first, words)))
      return start(first, words)
  return first
}

/** The name of the sums in the first column, and each below its own. */
function sumCells(
  name: string,
  sums: Sums,
  { table, columns }: { table: Table; columns: readonly PrintedColumn[] },
): TableCell[] {
  return columns.map((printed, index) => {
    if (index === 0) return headerCell(name)
    const column = table.columns.find((candidate) => candidate.id === printed.id)
    const sum = sums.get(printed.id ?? '')
    const value = sum === undefined || column === undefined ? undefined : numberValue(column, sum)
    return value === undefined ? emptyCell() : { content: [paragraph(valueText(value))], value }
  })
}
