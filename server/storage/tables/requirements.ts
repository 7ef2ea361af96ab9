/**
 * Whether a requirement of ours holds up a plan, as its coordinator chose. The last row of a
 * requirement counts.
 */
export type RequirementChoicesTable = {
  id: string
  plan_id: string
  requirement: string
  is_required: number
  user_id: string
  at: number
  seq: number
}

/**
 * A version that a coordinator adopted without the akkoord of some seats. `missing` is JSON of
 * their ids. The last row of a version counts.
 */
export type AdoptionsTable = {
  id: string
  plan_id: string
  version_id: string
  missing: string
  reason: string
  user_id: string
  at: number
  seq: number
}
