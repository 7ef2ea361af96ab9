import type { Table } from '#shared/format/schema.ts'
import { formatEuro } from '#shared/money.ts'
import { budgetSummary } from '#shared/plan/summary.ts'
import type { Source } from './document-cells.ts'
import type { Balance } from './plan-piece.ts'

/**
 * Below the budget: the balance with the income, and the remainder of a budget that the form asks
 * for.
 */
export function balancesBelow(table: Table, { format, content }: Source): Balance[] {
  if (table.id !== format.summary.budgetTable) return []
  const summary = budgetSummary(content, format)
  if (summary === null) return []
  const { incomeCents, balanceCents, availableCents, leftCents } = summary
  const budget = `begroting ${formatEuro(summary.totalCents)}`
  const balances: Balance[] = []
  if (incomeCents !== null && balanceCents !== null)
    balances.push({
      name: 'Saldo',
      cents: balanceCents,
      sum: `inkomsten ${formatEuro(incomeCents)} min ${budget}`,
    })
  const isAsked = format.sections.some((section) =>
    section.blocks.some(
      (block) => block.id === format.summary.available && block.isInternal !== true,
    ),
  )
  if (isAsked && availableCents !== null && leftCents !== null)
    balances.push({
      name: 'Nog te verdelen',
      cents: leftCents,
      sum: `beschikbaar ${formatEuro(availableCents)} min ${budget}`,
    })
  return balances
}
