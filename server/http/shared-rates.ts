import type { Clock } from '#server/runtime.ts'
import { engineOf } from '#server/storage/engine.ts'
import type { Storage } from '#server/storage/tables.ts'
import { hashOfToken } from '#server/storage/token-hash.ts'
import { LimitError, limitNames, limits, type SharedRateName } from '#shared/limits.ts'
import { createRateLimit } from './rate-limit.ts'

export type SharedRate = {
  /** Takes one token from this key's bucket; false if it is empty. */
  take(key: string): Promise<boolean>
  /** Takes one token from this key's bucket; rejects with the error of its limit if it is empty. */
  mustTake(key: string): Promise<void>
}

/** The rates that hold over all servers of an installation together. */
export type SharedRates = { of(limit: SharedRateName): SharedRate }

const tidyEveryMs = 10 * 60_000
/** A bucket that was not used for so long is full, whatever its limit. */
const fullAfterMs = Math.max(
  ...limitNames.map((name) => {
    const limit = limits[name]
    return 'burst' in limit ? limit.burst * limit.refillMs : 0
  }),
)

function rateOf(limit: SharedRateName, take: SharedRate['take']): SharedRate {
  return {
    take,
    async mustTake(key) {
      if (!(await take(key))) throw new LimitError(limit)
    },
  }
}

/** Of a server that has the installation to itself: it counts in memory. */
export function createOwnRates(clock: Clock): SharedRates {
  return {
    of(limit) {
      const own = createRateLimit({ clock, limit })
      return rateOf(limit, async (key) => own.take(key))
    },
  }
}

/**
 * Counts in the database when several servers share it, so that a stranger who is sent from one
 * server to the next gains nothing. What a server refuses by its own count does not reach the
 * database: a flood must not become a flood of writes.
 */
export function createSharedRates({ db, clock }: { db: Storage; clock: Clock }): SharedRates {
  const own = createOwnRates(clock)
  const { rates } = engineOf(db)
  if (rates === null) return own
  let tidiedAt = clock.elapsed()

  async function tidy(): Promise<void> {
    if (clock.elapsed() - tidiedAt < tidyEveryMs) return
    tidiedAt = clock.elapsed()
    await db
      .deleteFrom('rate_counts')
      .where('counted_at', '<', clock.now() - fullAfterMs)
      .execute()
  }

  return {
    of(limit) {
      const here = own.of(limit)
      return rateOf(limit, async (key) => {
        if (!(await here.take(key))) return false
        await tidy()
        return rates.take(limits[limit], hashOfToken(`${limit} ${key}`), clock.now())
      })
    },
  }
}
