/**
 * What was taken out of something that a hash stands for, when a person was forgotten (docs/adr/0020): the old hash stays
 * where it is and this row, told of in the trail, says which content stands in its place.
 */
export type RedactionRow = {
  plan_id: string
  /** 1, 2, 3 … within the plan. */
  number: number
  /** The same for all that was done at once; the event has the digest of them together. */
  batch: string
  kind: 'version' | 'trail'
  /** Id of the version, or numbers of lines with a comma between them. */
  subject: string
  old_hash: string
  new_hash: string
  at: number
}
