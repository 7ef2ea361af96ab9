import type { ErrorCode } from '../errors.ts'

/** Over what a number counts. `address` is a network address (IPv6: a /64), `recipient` an e-mail address. */
export type LimitScope =
  | 'message'
  | 'request'
  | 'connection'
  | 'person'
  | 'plan'
  | 'address'
  | 'recipient'
  | 'installation'

type Described = {
  /** What is counted, as a plural: "connections", "bytes", "ms". */
  unit: string
  per: LimitScope
  /** Why this number: what a real team reaches, and what it keeps from being done to the others. */
  why: string
  /** How whatever goes over it is refused; or what happens instead, for a reader of docs/limits.md. */
  over: ErrorCode | { readonly does: string }
  /** The rule of PROTOCOL.md that says the same to clients, whose test is then the test of this limit. */
  rule?: string
}

/** How much there can be at one time. */
export type CountLimit = Described & { max: number }
/** How fast: `burst` at once, then one each `refillMs`. */
export type RateLimitEntry = Described & { burst: number; refillMs: number }

export type Limit = CountLimit | RateLimitEntry
