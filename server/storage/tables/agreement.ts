/**
 * A version that was presented to everyone who has to agree. `seats` is JSON of the people who were
 * asked, as named in the plan at that time.
 */
export type RoundRow = {
  version_id: string
  plan_id: string
  /** Number of the event about it: the order of rounds. */
  seq: number
  code: string
  editorial_of: string | null
  /** Last day for an answer. */
  deadline: string
  seats: string
  presented_at: number
  presented_by: string
}

/**
 * The row of the people of a plan that a member was linked to by hand: by the member, or by a
 * coordinator.
 */
export type PersonLinkRow = {
  plan_id: string
  user_id: string
  row_id: string
  linked_by: string
  linked_at: number
}

/**
 * The mandates for a seat. The last row of a seat and person counts. Rows from before accounts were
 * linked to persons also held who the person is and for whom they speak, copied from the person
 * with that name; that data is no longer read.
 */
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
  /**
   * The row of `people` that the account was linked to, its name in that version, and the author of
   * the link. Null without a link.
   */
  person_row: string | null
  person_name: string | null
  linked_by: string | null
  /**
   * The exact statement that was confirmed; null if there was none, and then nothing of the linked
   * row is recorded.
   */
  statement: string | null
  /**
   * JSON of `StartedBy`: how the session of the answer began. Null in answers from before this was
   * recorded.
   */
  signed_in_by: string | null
  /** JSON: the parts that the signatory corrected; null if none. */
  corrected: string | null
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
  /**
   * `mail`: to the address of the account. `log`: there was no mail server, so the operator passed
   * it on.
   */
  sent_by: 'mail' | 'log' | null
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
