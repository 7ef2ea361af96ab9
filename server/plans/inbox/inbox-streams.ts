import type { MonotonicClock } from '#server/runtime.ts'
import { mustBeUnder } from '#shared/limits.ts'

/** `changed`: the questions to the reader may be others. `ended`: the last word of a stream. */
export type InboxHint = 'changed' | 'alive' | 'ended'

export type InboxStream = {
  /** The next hint, or `alive` after this time without one. Called again after it has resolved. */
  next(waitMs: number): Promise<InboxHint>
  release(): void
}

type Open = {
  sessionId: string
  isChanged: boolean
  isEnded: boolean
  /** On the monotonic clock; null before the first hint. */
  hintedAt: number | null
  wake: () => void
}

/** A meeting asks many things in a row: a screen then reads the list again once a second. */
const hintEveryMs = 1_000

/**
 * The open screens that follow what waits for their reader. A hint says that something may have
 * changed and not what, so it holds nothing that a session may not see, and one that waits stands
 * for all that came since: no stream has a queue.
 */
export class InboxStreams {
  readonly #clock: MonotonicClock
  readonly #people = new Map<string, Set<Open>>()
  #isClosed = false

  constructor(clock: MonotonicClock) {
    this.#clock = clock
  }

  /** Throws a `LimitError` when this user, or this server, has too many. */
  add({ userId, sessionId }: { userId: string; sessionId: string }): InboxStream {
    const streams = this.#people.get(userId) ?? new Set<Open>()
    mustBeUnder('inboxStreamsPerPerson', streams.size)
    mustBeUnder('inboxStreams', this.size)
    const stream: Open = {
      sessionId,
      isChanged: false,
      isEnded: this.#isClosed,
      hintedAt: null,
      wake: () => {},
    }
    streams.add(stream)
    this.#people.set(userId, streams)
    return {
      next: (waitMs) => this.#next(stream, waitMs),
      release: () => {
        stream.isEnded = true
        stream.wake()
        streams.delete(stream)
        if (streams.size === 0) this.#people.delete(userId)
      },
    }
  }

  get size(): number {
    let sum = 0
    for (const streams of this.#people.values()) sum += streams.size
    return sum
  }

  /** The questions to these users may have changed. */
  asked(userIds: readonly string[]): void {
    for (const userId of userIds) for (const stream of this.#people.get(userId) ?? []) hint(stream)
  }

  /** Questions may have changed that this server was not told of. */
  missed(): void {
    for (const stream of this.#all()) hint(stream)
  }

  endSessions(sessionIds: readonly string[]): void {
    const ended = new Set(sessionIds)
    for (const stream of this.#all()) if (ended.has(stream.sessionId)) end(stream)
  }

  *sessions(): Iterable<string> {
    for (const { sessionId } of this.#all()) yield sessionId
  }

  /** The process stops: screens come back, perhaps to another server. */
  close(): void {
    this.#isClosed = true
    for (const stream of this.#all()) end(stream)
  }

  *#all(): Iterable<Open> {
    for (const streams of this.#people.values()) yield* streams
  }

  /** The wait for a hint, the pause after the last one, and the end: whichever comes first. */
  #next(stream: Open, waitMs: number): Promise<InboxHint> {
    const until = this.#clock.elapsed() + waitMs
    return new Promise((resolve) => {
      let cancel = () => {}
      const look = () => {
        cancel()
        const now = this.#clock.elapsed()
        const pauseMs = stream.hintedAt === null ? 0 : hintEveryMs - (now - stream.hintedAt)
        if (stream.isEnded) return done('ended')
        if (stream.isChanged && pauseMs <= 0) {
          stream.isChanged = false
          stream.hintedAt = now
          return done('changed')
        }
        if (now >= until) return done('alive')
        const leftMs = until - now
        cancel = this.#clock.after(stream.isChanged ? Math.min(leftMs, pauseMs) : leftMs, look)
      }
      const done = (hint: InboxHint) => {
        stream.wake = () => {}
        resolve(hint)
      }
      stream.wake = look
      look()
    })
  }
}

function hint(stream: Open): void {
  stream.isChanged = true
  stream.wake()
}

function end(stream: Open): void {
  stream.isEnded = true
  stream.wake()
}
