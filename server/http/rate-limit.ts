import type { Clock } from '#server/runtime.ts'

type Bucket = { tokens: number; at: number }

export interface RateLimit {
  /** Takes one token of this key's bucket; false when it is empty. */
  take(key: string): boolean
}

/**
 * Token buckets in memory: `burst` at once, one back every `refillMs`. A restart forgets them, which is fine for what
 * they are for: keeping a stranger from filling mailboxes or the log.
 */
export function createRateLimit({ clock, burst, refillMs, maxKeys = 10_000 }: { clock: Clock; burst: number; refillMs: number; maxKeys?: number }): RateLimit {
  const buckets = new Map<string, Bucket>()
  return {
    take(key) {
      const now = clock.now()
      const old = buckets.get(key) ?? { tokens: burst, at: now }
      const tokens = Math.min(burst, old.tokens + Math.max(0, now - old.at) / refillMs)
      // Re-inserted, so that the map runs from longest untouched to newest and its head can be dropped: keys are chosen by strangers.
      buckets.delete(key)
      if (buckets.size >= maxKeys) buckets.delete(buckets.keys().next().value as string)
      buckets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now })
      return tokens >= 1
    },
  }
}
