import type { Logger, MonotonicClock } from './runtime.ts'

export type Background = {
  /** Resolves when the round that is going on has ended. */
  idle(): Promise<void>
  /** No further rounds; waits for the one that is going on, for a while: what it leaves is for the next start. */
  stop(): Promise<void>
}

export type Work = {
  name: string
  everyMs: number
  /** One round. Looks at the signal between steps. */
  run(signal: AbortSignal): Promise<void>
}

const graceMs = 4000

/**
 * Does something again and again beside the requests, one round at a time. What is to be done stands in the database and
 * not in memory, so a restart forgets nothing and a request never waits for it.
 */
export function runInBackground(
  { clock, logger }: { clock: MonotonicClock; logger: Logger },
  { name, everyMs, run }: Work,
): Background {
  const stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()
  const round = async () => {
    try {
      await run(stopping.signal)
    } catch (error) {
      logger.error({ err: error, work: name }, 'Work in the background failed; it is tried again')
    }
    if (!stopping.signal.aborted) cancel = next()
  }
  const next = () =>
    clock.after(everyMs, () => {
      running = round()
    })
  let cancel = next()
  return {
    idle: () => running,
    async stop() {
      stopping.abort()
      cancel()
      await Promise.race([running, new Promise<void>((resolve) => clock.after(graceMs, resolve))])
    },
  }
}
