import type { Column, ColumnKind } from '../format/columns.ts'
import type { Table } from '../format/schema.ts'
import { centsOf } from './computed.ts'
import type { ColumnTotal, Row, TableTotals } from './content.ts'
import { uncountedRows } from './counted-rows.ts'
import { type Group, groupIdOf } from './groups.ts'

/**
 * Totals of a table: the sum of its rounded rows, per group and overall (domain.md 1.4). One pure
 * function, never stored, never edited. Null for a table without totals. `tables`: the rows that
 * its rows may refer to, by which some are left out (`countedBy`).
 */
export function totalsOf(
  table: Table,
  all: readonly Row[],
  groups: readonly Group[],
  tables: Readonly<Record<string, readonly Row[]>>,
): TableTotals | null {
  const [first] = table.totals
  if (first === undefined) return null
  const left = uncountedRows(table, all, tables)
  const rows = left.size === 0 ? all : all.filter(({ id }) => !left.has(id))
  const columns: Record<string, ColumnTotal> = {}
  for (const { column } of table.totals) columns[column] = sumColumn(column, rows, groups)
  const main = columns[first.column] ?? { groups: {}, total: 0 }
  const quantity = hoursColumn(table)
  // A table of hours has totals, but no euros.
  const isMoney = table.columns.some(
    ({ id, kind }) => id === first.column && counted[kind] === 'euros',
  )
  const totals: TableTotals = isMoney
    ? { groups: main.groups, totalCents: main.total, columns }
    : { groups: {}, totalCents: 0, columns }
  if (quantity !== undefined)
    totals.quantityHundredths = rows.reduce((sum, row) => sum + centsOf(row[quantity.id]), 0)
  return totals
}

/** The total to which the numbers of a column are added, besides the sum of the column itself. */
const counted: Readonly<Record<ColumnKind, 'euros' | 'hours' | 'nothing'>> = {
  line: 'nothing',
  richText: 'nothing',
  choice: 'nothing',
  date: 'nothing',
  count: 'nothing',
  quantity: 'hours',
  money: 'euros',
  reference: 'nothing',
  computed: 'euros',
}

/** The column whose sum is the hours of a table. */
export function hoursColumn(table: Table): Column | undefined {
  return table.columns.find(({ kind }) => counted[kind] === 'hours')
}

function sumColumn(column: string, rows: readonly Row[], groups: readonly Group[]): ColumnTotal {
  const perGroup: Record<string, number> = Object.fromEntries(groups.map((group) => [group.id, 0]))
  let total = 0
  for (const row of rows) {
    const value = centsOf(row[column])
    total += value
    if (groups.length > 0) {
      const id = groupIdOf(row, groups)
      perGroup[id] = (perGroup[id] ?? 0) + value
    }
  }
  return { groups: perGroup, total }
}
