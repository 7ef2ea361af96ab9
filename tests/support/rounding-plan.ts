import type { PlanInput, Row } from '#shared/plan/content.ts'

/** For tests: lines whose product ends halfway between two cents, and other lines. */
export function roundingPlan(lines: number): PlanInput {
  // A simple generator with a fixed seed: the same lines each time.
  let state = 42
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state % below
  }
  const budget = Array.from({ length: lines }, (_, at): Row => {
    const quantityHundredths = at % 2 === 0 ? next(400) * 25 + 25 : next(9_999_999)
    const rateCents = at % 3 === 0 ? next(500) * 2 + 1 : next(999_999)
    const actualCents = next(99_999) - 20_000
    return {
      id: `regel${at}`,
      group: 'netwerk',
      description: actualCents < 0 ? `Correctie ${at}` : `Regel ${at}`,
      quantityHundredths,
      rateCents,
      actualCents,
    }
  })
  return {
    values: { wijk: 'Afronding' },
    tables: {
      budget: budget.filter(
        (row) => Number(row['quantityHundredths']) * Number(row['rateCents']) < 99_999_999_900,
      ),
    },
  }
}
