import type { Format } from './definition.ts'
import type { Table } from './kinds/table-schema.ts'
import { tablesOf } from './lookup.ts'

/** The tables that people calculate with: the budget first, then the income, what else has totals (hours), and the activities. */
export function calculationTables(format: Format): Table[] {
  const tables = tablesOf(format)
  const { budgetTable, incomeTable } = format.summary
  const withTotals = tables.filter((table) => table.totals.length > 0)
  const rank = (table: Table) => [budgetTable, incomeTable].indexOf(table.id)
  const first = withTotals.filter((table) => rank(table) !== -1).sort((a, b) => rank(a) - rank(b))
  return [
    ...first,
    ...withTotals.filter((table) => rank(table) === -1),
    ...tables.filter((table) => table.id === 'activities'),
  ]
}

/** What such a table is called outside the form, where the section above it gives it no name. */
export function calculationName(table: Table): string {
  const name = (table.label ?? (table.totals.length > 0 ? 'Begroting' : table.item.many)).replace(
    /\(.*\)/g,
    ' ',
  )
  return name.replace(/[\s:]+/g, ' ').trim()
}
