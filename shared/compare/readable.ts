import type { PlanContent, Row } from '../plan/content.ts'

/** What of a plan is compared: problems and totals follow from it. */
export type Readable = Pick<PlanContent, 'values' | 'fields' | 'tables'>

/** Place of each row in its table. */
export function placesOf(rows: readonly Row[]): Map<string, number> {
  return new Map(rows.map((row, index) => [row.id, index]))
}
