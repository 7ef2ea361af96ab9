/** `hash` covers the row and the hash of the previous row. */
export type AuditRow = {
  plan_id: string
  number: number
  at: number
  actor: string | null
  on_behalf_of: string | null
  action: string
  object: string
  result: string
  channel: string
  address: string | null
  hash: string
}
