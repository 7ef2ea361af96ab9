export type PlanVisitsTable = { plan_id: string; user_id: string; seq: number; at: number }

/** One person's changes of one part of a plan between two visits of anyone, so that the old value is that of the visit. */
export type PlanActivityTable = {
  plan_id: string
  kind: 'field' | 'value' | 'row' | 'cell'
  /** Id of the field, value or table; `row` and `column` are empty where there is none. */
  part: string
  row: string
  column: string
  user_id: string
  first_seq: number
  last_seq: number
  first_at: number
  last_at: number
  /** JSON of an amount before the first of these changes; null for what is no amount. Texts are not kept. */
  old_value: string | null
}
