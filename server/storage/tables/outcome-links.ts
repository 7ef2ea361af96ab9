/** A link to the public version of the last adopted version of a plan; it lasts until it is revoked. */
export type OutcomeLinksTable = {
  id: string
  plan_id: string
  /** SHA-256 of the token, as with invitations. */
  token_hash: string
  /** The intended readers, in the words of the coordinator who made the link. */
  name: string
  created_by: string
  created_at: number
  revoked_at: number | null
}
