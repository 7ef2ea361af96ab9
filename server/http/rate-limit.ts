import type { MonotonicClock } from '#server/runtime.ts'
import { LimitError, limits, type RateLimitName } from '#shared/limits.ts'

/**
 * Credit in milliseconds and not in tokens: integers, so that ten waits of a tenth add up to one.
 */
type Bucket = { creditMs: number; at: number }

export interface TokenBuckets {
  /** Takes one token from this key's bucket; false if it is empty. */
  take(key: string): boolean
}

export interface RateLimit extends TokenBuckets {
  /** Takes one token from this key's bucket; throws the error of its limit if it is empty. */
  mustTake(key: string): void
}

/** Token buckets with the rates of the table of limits. */
export function createRateLimit({
  clock,
  limit,
}: {
  clock: MonotonicClock
  limit: RateLimitName
}): RateLimit {
  const buckets = createTokenBuckets({ clock, ...limits[limit] })
  return {
    ...buckets,
    mustTake(key) {
      if (!buckets.take(key)) throw new LimitError(limit)
    },
  }
}

/**
 * Token buckets in memory: `burst` at once, one token back every `refillMs`. A restart resets them,
 * which is fine for their purpose: a stranger must not fill mailboxes or the log.
 */
export function createTokenBuckets({
  clock,
  burst,
  refillMs,
  maxKeys = 10_000,
}: {
  clock: MonotonicClock
  burst: number
  refillMs: number
  maxKeys?: number
}): TokenBuckets {
  const buckets = new Map<string, Bucket>()
  return {
    take(key) {
      const now = clock.elapsed()
      const old = buckets.get(key) ?? { creditMs: burst * refillMs, at: now }
      const creditMs = Math.min(burst * refillMs, old.creditMs + Math.max(0, now - old.at))
      const isAllowed = creditMs >= refillMs
      // Re-inserted, so that the map is ordered from longest unused to most recent and its oldest
      // key can be dropped: strangers choose the keys.
      buckets.delete(key)
      if (buckets.size >= maxKeys) buckets.delete(buckets.keys().next().value as string)
      buckets.set(key, { creditMs: isAllowed ? creditMs - refillMs : creditMs, at: now })
      return isAllowed
    },
  }
}
