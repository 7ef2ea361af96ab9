import type { Clock } from '#server/runtime.ts'

/** Credit in milliseconds and not in tokens: whole numbers, so that ten waits of a tenth add up to one. */
type Bucket = { creditMs: number; at: number }

export interface RateLimit {
  /** Takes one token of this key's bucket; false when it is empty. */
  take(key: string): boolean
}

/**
 * Token buckets in memory: `burst` at once, one back every `refillMs`. A restart forgets them, which is fine for what
 * they are for: keeping a stranger from filling mailboxes or the log.
 */
export function createRateLimit({
  clock,
  burst,
  refillMs,
  maxKeys = 10_000,
}: {
  clock: Clock
  burst: number
  refillMs: number
  maxKeys?: number
}): RateLimit {
  const buckets = new Map<string, Bucket>()
  return {
    take(key) {
      const now = clock.now()
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
