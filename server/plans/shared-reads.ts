import type { Clock } from '#server/runtime.ts'

export type SharedReads<T> = {
  /**
   * The result of `make` for this key at this version. Requests within a few seconds share one
   * result, also while it is being made; a failure is not shared with later requests. The result
   * must not be mutated.
   */
  read(key: string, version: string | number, make: () => Promise<T>): Promise<T>
}

type CachedRead<T> = { version: string | number; answer: Promise<T>; cancel: () => void }

/** Long enough for all screens of a plan that received the same event. */
const keptMs = 6_000

/**
 * After an event, all screens of a plan send the same request, whose result depends only on the
 * plan's position in the log. It is read once for all of them. At most `max` results are kept, of
 * the keys used last.
 */
export function createSharedReads<T>(clock: Clock, max: number): SharedReads<T> {
  const kept = new Map<string, CachedRead<T>>()

  function forget(key: string, only?: Promise<T>): void {
    const one = kept.get(key)
    if (one === undefined || (only !== undefined && one.answer !== only)) return
    one.cancel()
    kept.delete(key)
  }

  return {
    read(key, version, make) {
      const known = kept.get(key)
      if (known?.version === version) return known.answer
      forget(key)
      const [oldest] = kept.keys()
      if (kept.size >= max && oldest !== undefined) forget(oldest)
      const answer = make()
      kept.set(key, { version, answer, cancel: clock.after(keptMs, () => forget(key, answer)) })
      answer.catch(() => forget(key, answer))
      return answer
    },
  }
}
