import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { EventFrame } from '#shared/protocol/events.ts'
import { browserClock, type Clock } from '../sync/clock.ts'
import { queryKeys, type Stale, staleOfEvent } from './query-keys.ts'

export type EventRefresh = {
  onEvent(frame: EventFrame): void
  /** Events may have been missed: all queries of the plan are fetched again. */
  onGap(): void
  /** Adds these keys to the next refresh. */
  add(stale: readonly Stale[]): void
  stop(): void
}

type Options = {
  client: QueryClient
  planId: string
  clock?: Clock
  /** From 0 to 1: spreads the requests of all screens over the delay. */
  random?: () => number
}

/** After a restart of the server all clients reconnect within seconds. */
const gapSpreadMs = 2_000
/** A screen refreshes no more often than this, however fast events come. */
const shortestPauseMs = 500

/**
 * An event reaches all screens of a plan at the same moment, and each of them would query the server at once. Stale
 * queries are therefore collected and fetched once, at a random moment within the delay that the event names (EV5), and
 * not again before that delay has passed.
 */
export function createEventRefresh({
  client,
  planId,
  clock = browserClock,
  random = Math.random,
}: Options): EventRefresh {
  const waiting = new Map<string, Stale>()
  let cancel: (() => void) | null = null
  let nextAt = 0

  function plan(stale: readonly Stale[], spreadMs: number): void {
    for (const one of stale) waiting.set(JSON.stringify(one), one)
    if (waiting.size === 0 || cancel !== null) return
    const pause = Math.max(0, nextAt - clock.elapsed())
    cancel = clock.after(pause + random() * spreadMs, () => {
      cancel = null
      nextAt = clock.elapsed() + Math.max(shortestPauseMs, spreadMs)
      const due = [...waiting.values()]
      waiting.clear()
      for (const { queryKey, isExact } of due)
        void client.invalidateQueries({ queryKey, exact: isExact })
    })
  }

  return {
    onEvent: ({ event, spreadMs = 0 }) =>
      plan(
        staleOfEvent(planId, event, (key: QueryKey) => client.getQueryData(key)),
        spreadMs,
      ),
    onGap: () => plan([{ queryKey: queryKeys.plan(planId), isExact: false }], gapSpreadMs),
    add: (stale) => plan(stale, gapSpreadMs),
    stop() {
      cancel?.()
      cancel = null
      waiting.clear()
    },
  }
}
