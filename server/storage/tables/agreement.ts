/** A version that was put before everyone who has to agree. `seats` is JSON of who was asked, as the plan said it then. */
export type RoundRow = {
  version_id: string
  plan_id: string
  /** Of the event that tells of it: the order of rounds. */
  seq: number
  code: string
  editorial_of: string | null
  /** Last day for an answer. */
  deadline: string
  seats: string
  presented_at: number
  presented_by: string
}

/** Who may answer for a seat. The last row of a seat and person counts. */
export type MandateRow = {
  id: string
  plan_id: string
  number: number
  seat: string
  user_id: string
  kind: 'holder' | 'deputy' | 'withdrawn'
  position: string
  organisation: string
  level: string
  on_behalf_of: string
  given_by: string
  given_at: number
}

export type ApprovalRow = {
  id: string
  plan_id: string
  version_id: string
  /** 1, 2, 3 … within the plan: the order of answers. */
  number: number
  seat: string
  verdict: 'agreed' | 'agreed-with-remark' | 'not-agreed' | 'withdrawn'
  remark: string
  user_id: string
  name: string
  position: string
  organisation: string
  level: string
  on_behalf_of: string
  is_deputy: number
  channel: string
  at: number
}

export type SignLinkRow = {
  id: string
  token_hash: string
  plan_id: string
  version_id: string
  seat: string
  user_id: string
  created_at: number
  expires_at: number
  used_at: number | null
}

/** `record` is canonical JSON; `signature` Ed25519 over it, in base64url. */
export type VersionRecordRow = {
  version_id: string
  number: number
  record: string
  key_id: string
  signature: string
  at: number
}
