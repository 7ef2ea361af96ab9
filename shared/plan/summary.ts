import type { Format } from '../format/schema.ts'
import type { PlanContent } from './content.ts'

export type PlanFacts = {
  title: string
  wijk: string
  team: string
  periodFrom: string | null
  periodTo: string | null /** Null when the format has no budget. */
  totalCents: number | null
}

/** What a list of plans shows of one. */
export function summarize(
  content: Pick<PlanContent, 'values' | 'totals'>,
  format: Format,
): PlanFacts {
  const text = (id: string) => (typeof content.values[id] === 'string' ? content.values[id] : '')
  const wijk = text('wijk')
  const team = text('team')
  const budget = format.summary.budgetTable
  return {
    title: format.planTitle
      .replaceAll('{wijk}', wijk === '' ? 'zonder naam' : wijk)
      .replaceAll('{team}', team),
    wijk,
    team,
    periodFrom: text('periodFrom') || null,
    periodTo: text('periodTo') || null,
    totalCents: budget === undefined ? null : (content.totals[budget]?.totalCents ?? 0),
  }
}

/** What the budget bar shows. All cents; hours in hundredths. Null where the format has no such thing. */
export type BudgetSummary = {
  totalCents: number
  hoursHundredths: number | null
  availableCents: number | null
  leftCents: number | null
  incomeCents: number | null
  balanceCents: number | null
}

export function budgetSummary(
  content: Pick<PlanContent, 'values' | 'totals'>,
  format: Format,
): BudgetSummary | null {
  const { budgetTable, incomeTable, available } = format.summary
  const budget = budgetTable === undefined ? undefined : content.totals[budgetTable]
  if (budget === undefined) return null
  const given = available === undefined ? null : content.values[available]
  const availableCents = typeof given === 'number' ? given : null
  const incomeCents =
    incomeTable === undefined ? null : (content.totals[incomeTable]?.totalCents ?? 0)
  return {
    totalCents: budget.totalCents,
    hoursHundredths: budget.quantityHundredths ?? null,
    availableCents,
    leftCents: availableCents === null ? null : availableCents - budget.totalCents,
    incomeCents,
    balanceCents: incomeCents === null ? null : incomeCents - budget.totalCents,
  }
}
