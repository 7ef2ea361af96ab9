/**
 * Data that was removed from a hashed record when a person was forgotten (docs/adr/0020): the old
 * hash stays, and this row, which the audit trail mentions, gives the hash of the content that
 * replaced it.
 */
export type RedactionRow = {
  plan_id: string
  /** 1, 2, 3 … within the plan. */
  number: number
  /** The same for all redactions made at once; the event has their joint digest. */
  batch: string
  kind: 'version' | 'trail'
  /** Id of the version, or line numbers separated by commas. */
  subject: string
  old_hash: string
  new_hash: string
  at: number
}
