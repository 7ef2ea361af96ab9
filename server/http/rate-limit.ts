import type { MonotonicClock } from '#server/runtime.ts'
import { LimitError, limits, type RateLimitName } from '#shared/limits.ts'

/** Credit in milliseconds and not in tokens: whole numbers, so that ten waits of a tenth add up to one. */
type Bucket = { creditMs: number; at: number }

export interface TokenBuckets {
  /** Takes one token of this key's bucket; false when it is empty. */
  take(key: string): boolean
}

export interface RateLimit extends TokenBuckets {
  /** Takes one token of this key's bucket, and refuses with the error of its limit when it is empty. */
  mustTake(key: string): void
}

/** Token buckets as fast as the table of limits says. */
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
 * Token buckets in memory: `burst` at once, one back every `refillMs`. A restart forgets them, which is fine for what
 * they are for: keeping a stranger from filling mailboxes or the log.
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
      // Re-inserted, so that the map runs from longest untouched to newest and its head can be dropped: keys are chosen by strangers.
      buckets.delete(key)
      if (buckets.size >= maxKeys) buckets.delete(buckets.keys().next().value as string)
      buckets.set(key, { creditMs: isAllowed ? creditMs - refillMs : creditMs, at: now })
      return isAllowed
    },
  }
}
