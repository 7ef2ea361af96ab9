import * as Y from 'yjs'
import { assert } from '#server/invariant.ts'
import { type Scanned, sharesClocks } from '#server/yjs/update-scan.ts'
import { limits } from '#shared/limits.ts'
import type { Basis } from '../plan-log.ts'

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
  /** Writes that are tried a second time: they came before those that are held. */
  #again: (() => void)[] = []
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

  /** At the next quiet moment, before everything that waits for one. */
  passFirst(run: () => void): void {
    if (this.isQuiet) run()
    else this.#waiting.unshift(run)
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

  /** Enters a write of before once more, after the current work and before all held writes. */
  enterAgain(write: () => void): void {
    this.#again.push(write)
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
    this.#again = []
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
    const held = [...this.#again, ...this.#held]
    this.#again = []
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
  /** The last commits of this room that follow each other in the log: after `from`, up to `to`. */
  #run: { from: number; to: number }

  /** `seq`: the head of the log when the plan was opened. */
  constructor(seq: number) {
    this.#run = { from: seq, to: seq }
  }

  began(update: Uint8Array): void {
    this.#unannounced.add(update)
  }

  /** The log holds the next write of this room under this number. */
  committed(seq: number): void {
    assert(seq > this.#run.to, 'commit-answered')
    this.#run = { from: this.#run.to === seq - 1 ? this.#run.from : seq - 1, to: seq }
  }

  /** The basis of an update that was tried on the changes up to `seq` and the writes of this room. */
  basis(seq: number, scanned: Scanned): Basis {
    return {
      seq: () => {
        const { from, to } = this.#run
        return from <= seq && seq <= to ? to : seq
      },
      sharesClocksWith: (other) => sharesClocks(scanned, other),
    }
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
