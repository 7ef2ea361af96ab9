/** How a plan stood after the last change of a day. `content` is PlanContent as JSON in UTF-8, gzipped. */
export type PlanDayRow = {
  plan_id: string
  /** ISO date in the Netherlands. */
  day: string
  /** Last change that is in it. */
  seq: number
  content: Uint8Array
}
