import type { MonotonicClock } from '../runtime.ts'

export type BudgetLimits = {
  messagesPerSecond: number
  burstMessages: number
  bytesPerSecond: number
  burstBytes: number
}

/** Fifty times what the fastest typist with a running dictation sends, over all screens of one person; one who sends so much takes a twentieth of the server. */
const writingLimits: BudgetLimits = {
  messagesPerSecond: 1_000,
  burstMessages: 2_000,
  bytesPerSecond: 1024 * 1024,
  burstBytes: 16 * 1024 * 1024,
}

type Bucket = { messages: number; bytes: number; at: number }

/**
 * How fast each person may send, over all their connections: per person and not per address, because a whole practice
 * sits behind one. Who is over it is read more slowly; nothing is dropped and nobody is sent away.
 */
export class UserBudgets {
  readonly #clock: MonotonicClock
  readonly #limits: BudgetLimits
  readonly #buckets = new Map<string, Bucket>()
  /** How often someone was slowed down, for the metrics. */
  slowed = 0

  constructor(clock: MonotonicClock, limits: BudgetLimits = writingLimits) {
    this.#clock = clock
    this.#limits = limits
  }

  /** Takes one message; answers how many milliseconds to wait before reading the next. */
  take(userId: string, bytes: number): number {
    const bucket = this.#refilled(userId)
    bucket.messages -= 1
    bucket.bytes -= bytes
    const waitMs =
      Math.max(
        -bucket.messages / this.#limits.messagesPerSecond,
        -bucket.bytes / this.#limits.bytesPerSecond,
        0,
      ) * 1000
    if (waitMs > 0) this.slowed++
    return Math.ceil(waitMs)
  }

  #refilled(userId: string): Bucket {
    const now = this.#clock.elapsed()
    const { messagesPerSecond, burstMessages, bytesPerSecond, burstBytes } = this.#limits
    const bucket = this.#buckets.get(userId) ?? {
      messages: burstMessages,
      bytes: burstBytes,
      at: now,
    }
    const seconds = Math.max(0, now - bucket.at) / 1000
    bucket.messages = Math.min(burstMessages, bucket.messages + seconds * messagesPerSecond)
    bucket.bytes = Math.min(burstBytes, bucket.bytes + seconds * bytesPerSecond)
    bucket.at = now
    if (!this.#buckets.has(userId)) this.#prune(now)
    this.#buckets.set(userId, bucket)
    return bucket
  }

  /** Who has been silent for a minute has a full budget again: nothing of it needs keeping. */
  #prune(now: number): void {
    for (const [userId, bucket] of this.#buckets)
      if (now - bucket.at > 60_000) this.#buckets.delete(userId)
  }
}
