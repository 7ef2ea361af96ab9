/** "Het is geen BSN", with the reason and without the digits. */
export type BsnAnswersTable = {
  id: string
  plan_id: string
  user_id: string
  at: number
  place: string
  reason: string
}

/** Why a finding does not stand in the way of handing in. The last row of a key counts; one without a reason takes it back. */
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
