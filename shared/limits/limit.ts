import type { ErrorCode } from '../errors.ts'

/**
 * The scope of a count. `address` is a network address (IPv6: a /64), `recipient` an e-mail
 * address.
 */
export type LimitScope =
  | 'message'
  | 'request'
  | 'connection'
  | 'person'
  | 'plan'
  | 'address'
  | 'recipient'
  | 'installation'

/**
 * `stored`: rows in the database, so over all servers. `together`: over all servers, by a shared
 * count. `apart`: each server counts for itself, so an installation allows as many times more as it
 * has servers.
 */
export type Counting = 'stored' | 'together' | 'apart'

type Described = {
  /** The unit, as a plural: "connections", "bytes", "ms". */
  unit: string
  per: LimitScope
  /** Why this number: what a real team reaches, and the harm to others that it prevents. */
  why: string
  /** How an excess is refused, or what happens instead, for a reader of docs/limits.md. */
  over: ErrorCode | { readonly does: string }
  /**
   * Over all servers of an installation, or in each server apart. Left out for a limit on one
   * message, request or connection.
   */
  counted?: Counting
  /** The rule of PROTOCOL.md that states the same for clients; its test then covers this limit. */
  rule?: string
}

/** A maximum at one time. */
export type CountLimit = Described & { max: number }
/** A rate: `burst` at once, then one every `refillMs`. */
export type RateLimitEntry = Described & { burst: number; refillMs: number }

export type Limit = CountLimit | RateLimitEntry
