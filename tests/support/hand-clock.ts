import type { Clock } from '#server/runtime.ts'

/** A clock that only moves when a test says so. */
export class HandClock implements Clock {
  #now: number
  #timers: { at: number; callback: () => void }[] = []

  constructor(now = Date.UTC(2026, 0, 13, 14, 25)) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + ms, callback }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Moves on, calling what is due in order of time. */
  advance(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const due = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
      if (due === undefined) break
      this.#now = Math.max(this.#now, due.at)
      this.#timers = this.#timers.filter((timer) => timer !== due)
      due.callback()
    }
    this.#now = end
  }

  get pending(): number {
    return this.#timers.length
  }
}
