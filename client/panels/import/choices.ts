import type { Comparison, Difference } from '#shared/compare/differences.ts'
import { isRemoval } from '#shared/import/propose.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { textIn } from '#shared/privacy/find-in-value.ts'

/** What someone said of a difference; without it, what adds or changes is taken and what takes away is not. */
export type Choices = ReadonlyMap<string, boolean>

export function isChosen(difference: Difference, choices: Choices): boolean {
  return choices.get(difference.id) ?? !isRemoval(difference)
}

export function differencesOf(comparison: Comparison): Difference[] {
  return comparison.sections.flatMap((section) => section.differences)
}

/** The words that a difference would put into the plan, for the look at what may be a BSN. */
export function wordsOf(
  { target: place, kind, ...difference }: Difference,
  target: PlanContent,
): string {
  if (kind === 'row') {
    const row =
      'table' in difference && 'row' in difference
        ? target.tables[difference.table]?.find((candidate) => candidate.id === difference.row)
        : undefined
    return Object.entries(row ?? {})
      .filter(([id]) => id !== 'id')
      .map(([, cell]) => textOf(cell))
      .join('\n')
  }
  const id = place.field ?? ''
  return place.kind === 'field' ? textOf(target.fields[id]) : textOf(target.values[id])
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'object' && value !== null && 'type' in value ? textIn(value) : ''
}
