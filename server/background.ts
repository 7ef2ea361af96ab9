import type { Logger, MonotonicClock } from './runtime.ts'

export type Background = {
  /** Resolves when the current round has ended. */
  idle(): Promise<void>
  /**
   * Starts no further rounds and waits for the current one, up to a limit: unfinished work is left
   * for the next start.
   */
  stop(): Promise<void>
}

export type Work = {
  name: string
  everyMs: number
  /** One round of work. Checks the signal between steps. */
  run(signal: AbortSignal): Promise<void>
}

const graceMs = 4000

/**
 * Repeats work in the background, one round at a time. The work to do is stored in the database and
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
      logger.error({ err: error, work: name }, 'Background work failed; it will be retried')
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
