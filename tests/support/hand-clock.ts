import type { Clock } from '#server/runtime.ts'

/** A clock that only the test moves. */
export class HandClock implements Clock {
  #elapsed = 0
  /** The offset of the wall clock from the elapsed time. */
  #setTo: number
  #timers: { at: number; callback: () => void }[] = []

  constructor(now = Date.UTC(2026, 0, 13, 14, 25)) {
    this.#setTo = now
  }

  now(): number {
    return this.#setTo + this.#elapsed
  }

  elapsed(): number {
    return this.#elapsed
  }

  /** Sets the wall clock forward, or back with a negative number. No time passes. */
  setWall(byMs: number): void {
    this.#setTo += byMs
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#elapsed + ms, callback }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Moves the clock and calls the due callbacks in order of time. */
  advance(ms: number): void {
    const end = this.#elapsed + ms
    for (;;) {
      const due = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
      if (due === undefined) break
      this.#elapsed = Math.max(this.#elapsed, due.at)
      this.#timers = this.#timers.filter((timer) => timer !== due)
      due.callback()
    }
    this.#elapsed = end
  }

  /** The process gets no turn for this time: what fell due in it is called once, late. */
  stall(ms: number): void {
    this.#elapsed += ms
    const due = this.#timers.filter((timer) => timer.at <= this.#elapsed)
    this.#timers = this.#timers.filter((timer) => timer.at > this.#elapsed)
    for (const { callback } of due.sort((a, b) => a.at - b.at)) callback()
  }

  get pending(): number {
    return this.#timers.length
  }

  /** The timers that are due after exactly this time. */
  pendingIn(ms: number): number {
    return this.#timers.filter((timer) => timer.at === this.#elapsed + ms).length
  }
}
