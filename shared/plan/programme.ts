import type { Format } from '../format/schema.ts'
import type { PlanContent } from './content.ts'

/**
 * The last day for the goals of a plan: of the programme in which it begins. Null for a plan without
 * a first day, and for one that no programme of the form covers.
 */
export function goalOf(
  { programmes }: Pick<Format, 'programmes'>,
  { values: { periodFrom } }: Pick<PlanContent, 'values'>,
): string | null {
  if (typeof periodFrom !== 'string') return null
  return programmes.find(({ from, to }) => from <= periodFrom && periodFrom <= to)?.goalBy ?? null
}
