import type { Engine, SharedRate } from '../engine.ts'

/** Clocks of servers differ less than this; one that was set back keeps nobody waiting longer. */
const clocksWithinMs = 60_000

/**
 * Token buckets in a table. One statement takes a token: the lock of the row orders the servers, and
 * the second one computes with what the first one left. `counted_at` is the latest of their clocks,
 * so that a request to a server that is ahead and then to one that is behind gains nothing.
 */
export function postgresRates(lookup: Engine['lookup']): NonNullable<Engine['rates']> {
  const prepared = new Map<string, ReturnType<typeof prepare>>()

  function prepare({ burst, refillMs }: SharedRate) {
    const most = burst * refillMs
    const credit = `least(${most}, rate_counts.credit_ms + greatest(0, excluded.counted_at - rate_counts.counted_at))`
    return lookup<[string, number], { is_allowed: number }>(
      `insert into rate_counts (key, credit_ms, counted_at, is_allowed) values (?, ${most - refillMs}, ?, 1)
       on conflict (key) do update set
         credit_ms = ${credit} - case when ${credit} >= ${refillMs} then ${refillMs} else 0 end,
         is_allowed = case when ${credit} >= ${refillMs} then 1 else 0 end,
         counted_at = case when rate_counts.counted_at - excluded.counted_at > ${clocksWithinMs}
           then excluded.counted_at else greatest(rate_counts.counted_at, excluded.counted_at) end
       returning is_allowed`,
    )
  }

  return {
    async take(rate, key, now) {
      const known = `${rate.burst}/${rate.refillMs}`
      const statement = prepared.get(known) ?? prepare(rate)
      prepared.set(known, statement)
      return (await statement(key, now))?.is_allowed === 1
    },
  }
}
