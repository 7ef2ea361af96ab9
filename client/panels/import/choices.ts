import { findHeld } from '#client/bsn-exceptions.ts'
import type { Difference } from '#shared/compare/differences.ts'
import { type ImportProposal, isRemoval } from '#shared/import/propose.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { textIn } from '#shared/privacy/find-in-value.ts'

/** The answer of the user per difference. Without one, an addition or a change is taken and a removal is not. */
export type Choices = ReadonlyMap<string, boolean>

export function isChosen(difference: Difference, choices: Choices): boolean {
  return choices.get(difference.id) ?? !isRemoval(difference)
}

/** The ids of the differences that the user takes, without those that are held for a BSN. */
export function chosenIds({ comparison, target }: ImportProposal, choices: Choices): Set<string> {
  return new Set(
    comparison.sections
      .flatMap((section) => section.differences)
      .filter(
        (difference) =>
          isChosen(difference, choices) && findHeld(wordsOf(difference, target)).length === 0,
      )
      .map((difference) => difference.id),
  )
}

/** The words that a difference would put into the plan, to be searched for a BSN. */
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
