import type { Format } from './definition.ts'
import type { Table } from './kinds/table-schema.ts'
import { tablesOf } from './lookup.ts'

/**
 * The tables with which people calculate: the budget first, then the income, other tables with
 * totals (hours), and the activities.
 */
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

/** The name of such a table outside the form, where no section above names it. */
export function calculationName(table: Table): string {
  const name = (table.label ?? (table.totals.length > 0 ? 'Begroting' : table.item.many)).replace(
    /\(.*\)/g,
    ' ',
  )
  return name.replace(/[\s:]+/g, ' ').trim()
}
