/** Which migrations an earlier release can go on with (schema-steps.ts). */
export type SchemaStepRow = { name: string; breaks: number }

/** A token bucket that all servers share. `key` is a hash: it names networks and addresses. */
export type RateCountRow = {
  key: string
  credit_ms: number
  counted_at: number
  is_allowed: number
}

/** A request that one server passes on to another, and the answer to it. */
export type NodeCallRow = {
  id: string
  made_at: number
  request: Uint8Array
  answer: Uint8Array | null
}
