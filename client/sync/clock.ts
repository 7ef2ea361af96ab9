/** Time, handed in so that tests drive it by hand and nothing sleeps. */
export interface Clock {
  /** Milliseconds since 1970, as the device has them: to show and to keep. People set it, so nothing is measured with it. */
  now(): number
  /** Milliseconds since a moment that means nothing, for measuring: never goes back and never leaps. */
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
