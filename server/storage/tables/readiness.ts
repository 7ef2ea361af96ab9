/** "Het is geen BSN", with the reason and without the digits. */
export type BsnAnswersTable = {
  id: string
  plan_id: string
  user_id: string
  at: number
  place: string
  reason: string
}

/**
 * The reason why a finding does not prevent submission. The last row of a key counts; a row without
 * a reason withdraws it.
 */
export type OverrulesTable = {
  id: string
  plan_id: string
  key: string
  rule: string
  reason: string | null
  user_id: string
  at: number
  seq: number
}
