import type { MonotonicClock } from './runtime.ts'

const patienceStepMs = 100

/**
 * Calls back after `ms` in which this process had its turns; the returned function cancels. The time is counted in steps,
 * and a step that ended late counts as one: an answer that arrives while this process is busy, or gets no processor, waits
 * unread and is no sign that the other side is gone. On a process that is not late it is the same as `after`.
 */
export function afterTurns(clock: MonotonicClock, ms: number, callback: () => void): () => void {
  let leftMs = ms
  let cancel = (): void => {}
  const step = () => {
    const stepMs = Math.min(patienceStepMs, leftMs)
    cancel = clock.after(stepMs, () => {
      leftMs -= stepMs
      if (leftMs > 0) step()
      else callback()
    })
  }
  step()
  return () => cancel()
}
