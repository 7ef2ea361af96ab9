import * as Y from 'yjs'
import { assert } from '#server/invariant.ts'
import { limits } from '#shared/limits.ts'

/**
 * Keeps uncommitted updates from being shown. The document holds updates that wait for their
 * commit, so every reading of it waits for a moment without any. While a reading waits, new writes
 * are held, or that moment would never come. Private to the replica.
 */
export class CommitBarrier {
  /** Changes on their way to storage. */
  #commits = 0
  /** The sliced work that uses the document now. */
  #work: Promise<void> | null = null
  #waiting: (() => void)[] = []
  #held: (() => void)[] = []

  /** Nothing waits for its commit, and no work uses the document. */
  get isQuiet(): boolean {
    return this.#commits === 0 && this.#takesWrites
  }

  get isFree(): boolean {
    return this.#work === null
  }

  /** The number of waiting readings. */
  get waiting(): number {
    return this.#waiting.length
  }

  get #takesWrites(): boolean {
    return this.#waiting.length === 0 && this.#work === null
  }

  /** Asserts that the document holds committed updates only. */
  assertCommitted(): void {
    assert(this.#commits === 0, 'commit-before-show')
  }

  /** A change goes to storage; `commitEnded` follows in every case. */
  commitBegan(): void {
    this.#commits++
  }

  commitEnded(): void {
    assert(this.#commits > 0, 'commits-counted')
    this.#commits--
    this.#settle()
  }

  /**
   * Shows the document at the next quiet moment; at once, when this is one. Throws or rejects with
   * the error of `show`.
   */
  pass<T>(show: () => T | Promise<T>): T | Promise<T> {
    if (this.isQuiet) return show()
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => {
        try {
          resolve(show())
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)))
        }
      })
    })
  }

  /**
   * Writes at once, or in order as soon as writes are taken. `full`: too many writes are held, and
   * this one is dropped.
   */
  enter<T>(write: () => T): T | 'held' | 'full' {
    if (this.#takesWrites && this.#held.length === 0) return write()
    if (this.#held.length >= limits.heldWritesPerPlan.max) return 'full'
    this.#held.push(write)
    return 'held'
  }

  /** The work uses or changes the document: no reading and no write starts before it ends. */
  during(work: Promise<unknown>): void {
    const ended = () => {
      if (this.#work !== current) return
      this.#work = null
      // The writes were held for this work only; they do not wait for commits.
      if (this.#waiting.length === 0) this.#takeHeld()
      else this.#settle()
    }
    const current = work.then(ended, ended)
    this.#work = current
  }

  /** Waits until no work uses the document. */
  async free(): Promise<void> {
    while (this.#work !== null) await this.#work
  }

  /** The plan is closed: readings end, and held writes stay with their clients. */
  release(): void {
    this.#held = []
    const waiting = this.#waiting
    this.#waiting = []
    for (const show of waiting) show()
  }

  #settle(): void {
    if (this.#commits > 0 || this.#work !== null) return
    const waiting = this.#waiting
    this.#waiting = []
    // A reading may start sliced work; the readings behind it wait for that.
    while (waiting.length > 0 && this.isFree) waiting.shift()?.()
    this.#waiting.unshift(...waiting)
    if (this.isFree) this.#takeHeld()
  }

  #takeHeld(): void {
    const held = this.#held
    this.#held = []
    for (const write of held) this.enter(write)
  }
}

/**
 * The writes of this room that the document holds and the room has not announced: they wait for
 * their commit, or their commit lies behind changes of others that must be read first.
 */
export class OwnWrites {
  readonly #unannounced = new Set<Uint8Array>()
  #beyond: { seq: number; update: Uint8Array; onReached: () => void }[] = []

  began(update: Uint8Array): void {
    this.#unannounced.add(update)
  }

  /** The update was announced, or is part of an announced state. */
  announced(update: Uint8Array): void {
    this.#unannounced.delete(update)
  }

  /** Committed at `seq`, behind unread changes of others: `onReached` is called after those. */
  waitFor(seq: number, update: Uint8Array, onReached: () => void): void {
    this.#beyond.push({ seq, update, onReached })
  }

  /** Everything up to `seq` was announced. */
  reached(seq: number): void {
    if (this.#beyond.length === 0) return
    const reached = this.#beyond.filter((write) => write.seq <= seq)
    this.#beyond = this.#beyond.filter((write) => write.seq > seq)
    for (const { update, onReached } of reached) {
      this.#unannounced.delete(update)
      onReached()
    }
  }

  /** The document was reloaded while nothing waited: it equals the log. */
  forget(): void {
    this.#unannounced.clear()
  }

  /**
   * The part of a later state of the log that the room has not announced, given the state vector of
   * the document. Our own unannounced writes count as missing: that state may hold them, and only
   * their authors have seen them.
   */
  missingOf(state: Uint8Array, stateVector: Uint8Array): Uint8Array {
    const known = Y.decodeStateVector(stateVector)
    for (const update of this.#unannounced)
      for (const [client, clock] of Y.parseUpdateMeta(update).from)
        known.set(client, Math.min(clock, known.get(client) ?? 0))
    return Y.diffUpdate(state, Y.encodeStateVector(known))
  }
}
