/** Time as a dependency, so that tests move it by hand and never sleep. */
export interface Clock {
  /** Milliseconds since 1970 by the clock of the device: to show and to store. Users set that clock, so it measures nothing. */
  now(): number
  /** Milliseconds since an arbitrary moment, for measuring: monotonic, without leaps. */
  elapsed(): number
  /** Calls back once after `ms`; the returned function cancels. */
  after(ms: number, callback: () => void): () => void
}

export const browserClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms)
    return () => clearTimeout(timer)
  },
}
