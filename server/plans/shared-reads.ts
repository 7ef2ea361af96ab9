import type { Clock } from '#server/runtime.ts'

export type SharedReads<T> = {
  /**
   * What `make` answers for this key at this version. Those who ask for the same within a few seconds share one answer,
   * also while it is being made; a failure is shared with no one who asks afterwards. Nobody changes what they get.
   */
  read(key: string, version: string | number, make: () => Promise<T>): Promise<T>
}

type Kept<T> = { version: string | number; answer: Promise<T>; cancel: () => void }

/** Long enough for all screens of a plan that were told of the same event to come by. */
const keptMs = 6_000

/**
 * An event brings all screens of a plan to the server with the same question, whose answer depends on nothing but how far
 * the plan has come. It is read once for all of them; `max` answers are kept, of the keys asked for last.
 */
export function createSharedReads<T>(clock: Clock, max: number): SharedReads<T> {
  const kept = new Map<string, Kept<T>>()

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
