/**
 * The state of a plan after the last change of a day. `content` is PlanContent as JSON in UTF-8,
 * gzipped.
 */
export type PlanDayRow = {
  plan_id: string
  /** ISO date in the Netherlands. */
  day: string
  /** Last change that it contains. */
  seq: number
  content: Uint8Array
}
