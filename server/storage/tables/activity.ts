export type PlanVisitsTable = { plan_id: string; user_id: string; seq: number; at: number }

/**
 * One person's changes to one part of a plan between two visits of any user, so that the old value
 * is the one at the visit.
 */
export type PlanActivityTable = {
  plan_id: string
  kind: 'field' | 'value' | 'row' | 'cell'
  /** Id of the field, value or table; `row` and `column` are empty if they do not apply. */
  part: string
  row: string
  column: string
  user_id: string
  first_seq: number
  last_seq: number
  first_at: number
  last_at: number
  /**
   * JSON of an amount before the first of these changes; null if it is not an amount. Texts are not
   * stored.
   */
  old_value: string | null
}
