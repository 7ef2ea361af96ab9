import { limits } from '#shared/limits.ts'
import { assert } from '../invariant.ts'

/** A message that came in, and how it ends. */
export type PendingWrite = {
  /** It is in the log, or brings nothing. Answers whether the number of safe messages rose. */
  safe: () => boolean
  /** It refers to what has yet to come: it may wait for the answer to our step 1. False when it may not. */
  early: () => boolean
}

/**
 * One connection as its room knows it. `expelled`: what it sent and what is held of that does not count; of one that left by
 * itself it does.
 *
 * Some edits are early: they refer to what only the answer to our step 1 brings. A standard client sends what is typed during
 * the handshake at once; that answer holds it too, so the edit itself needs no place in the log, and is safe with it.
 */
export class RoomSession {
  readonly #acks = new AckCounter()
  #early: (() => boolean)[] = []
  #hasAnswered = false
  #state: 'joined' | 'left' | 'expelled' = 'joined'

  get isExpelled(): boolean {
    return this.#state === 'expelled'
  }

  /** How many of its messages are safe, in order. */
  get committed(): number {
    return this.#acks.committed
  }

  end(how: 'left' | 'expelled'): void {
    if (this.#state === 'joined') this.#state = how
  }

  /** A message came in: an edit, or the answer to our step 1. */
  begin(kind: 'edit' | 'answer'): PendingWrite {
    const done = this.#acks.begin()
    if (kind === 'answer') {
      this.#hasAnswered = true
      return { safe: () => this.#allSafe(done), early: () => false }
    }
    const mayBeEarly = !this.#hasAnswered
    return {
      safe: done,
      early: () => {
        if (!mayBeEarly || this.#early.length >= limits.earlyWritesPerConnection.max) return false
        this.#early.push(done)
        return true
      },
    }
  }

  #allSafe(done: () => boolean): boolean {
    const early = this.#early
    this.#early = []
    let isRisen = false
    for (const each of [...early, done]) if (each()) isRisen = true
    return isRisen
  }
}

/**
 * Counts the document messages of one connection and how many of them are committed, in order: an ack must never
 * overtake a write that is still on its way to the disk (AK1).
 */
class AckCounter {
  readonly #open: { isDone: boolean }[] = []
  #begun = 0
  #committed = 0

  /** A message came in; call the result when it is committed, or needs no commit. Answers whether the count rose. */
  begin(): () => boolean {
    const write = { isDone: false }
    this.#open.push(write)
    this.#begun++
    return () => {
      assert(!write.isDone, 'acks-counted')
      write.isDone = true
      const before = this.#committed
      while (this.#open[0]?.isDone === true) {
        this.#open.shift()
        this.#committed++
      }
      assert(this.#committed + this.#open.length === this.#begun, 'acks-counted')
      return this.#committed > before
    }
  }

  get committed(): number {
    return this.#committed
  }
}
