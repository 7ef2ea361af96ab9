import { tableOf } from '#shared/format/lookup.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { groupsOf } from '#shared/plan/groups.ts'

export type Share = {
  id: string
  label: string
  cents: number
  /** Whole percents; together 100. */
  percent: number
  /** Index of its colour in the bar. */
  color: number
}

/** The shares of the groups of the budget that have an amount, in the order of the form. */
export function budgetShares(
  content: Pick<PlanContent, 'tables' | 'totals'>,
  format: Format,
): Share[] {
  const id = format.summary.budgetTable
  const table = id === undefined ? undefined : tableOf(format, id)
  const totals = id === undefined ? undefined : content.totals[id]
  if (table === undefined || totals === undefined) return []
  const groups = groupsOf(table, content.tables).map((group, index) => ({
    id: group.id,
    label: group.label,
    cents: totals.groups[group.id] ?? 0,
    color: index,
  }))
  const filled = groups.filter((group) => group.cents > 0)
  const percents = wholePercents(filled.map((group) => group.cents))
  return filled.map((group, index) => ({ ...group, percent: percents[index] ?? 0 }))
}

/** Whole percents that add up to 100: after rounding down, the rest goes to the largest remainders. */
export function wholePercents(amounts: readonly number[]): number[] {
  const total = amounts.reduce((sum, amount) => sum + amount, 0)
  if (total <= 0) return amounts.map(() => 0)
  const exact = amounts.map((amount) => (amount * 100) / total)
  const whole = exact.map(Math.floor)
  const left = 100 - whole.reduce((sum, percent) => sum + percent, 0)
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  for (const { index } of byRemainder.slice(0, left)) whole[index] = (whole[index] ?? 0) + 1
  return whole
}
