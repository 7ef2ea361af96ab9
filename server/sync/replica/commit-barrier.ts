import * as Y from 'yjs'
import { limits } from '#shared/limits.ts'
import { assert } from '../invariant.ts'

/**
 * Keeps what is not committed from being shown. The document holds updates that wait for their commit, so anything that shows
 * it waits for a moment at which none does. While something waits to be shown, new writes are held, or the moment would
 * never come. Private to the replica.
 */
export class CommitBarrier {
  /** Changes on their way to storage. */
  #commits = 0
  /** Of what is being done with the document in slices. */
  #work: Promise<void> | null = null
  #waiting: (() => void)[] = []
  #held: (() => void)[] = []

  /** Nothing waits for its commit, and nothing is being done with the document. */
  get isQuiet(): boolean {
    return this.#commits === 0 && this.#takesWrites
  }

  get isFree(): boolean {
    return this.#work === null
  }

  /** How much waits to be shown. */
  get waiting(): number {
    return this.#waiting.length
  }

  get #takesWrites(): boolean {
    return this.#waiting.length === 0 && this.#work === null
  }

  /** Asserts that what is shown now is committed. */
  assertCommitted(): void {
    assert(this.#commits === 0, 'commit-before-show')
  }

  /** A change goes to storage; `commitEnded` follows, however it ends. */
  commitBegan(): void {
    this.#commits++
  }

  commitEnded(): void {
    assert(this.#commits > 0, 'commits-counted')
    this.#commits--
    this.#settle()
  }

  /** Shows something at the next quiet moment; now, when it is one. Throws or rejects with what `show` throws. */
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

  /** Writes now, or in its order as soon as writes are taken. `full` when as many are held as can be: it is dropped. */
  enter<T>(write: () => T): T | 'held' | 'full' {
    if (this.#takesWrites && this.#held.length === 0) return write()
    if (this.#held.length >= limits.heldWritesPerPlan.max) return 'full'
    this.#held.push(write)
    return 'held'
  }

  /** Nothing is shown and no write is taken before this has ended: it uses the document or changes it. */
  during(work: Promise<unknown>): void {
    const ended = () => {
      if (this.#work !== current) return
      this.#work = null
      // Writes were held for this alone: they go on though others are still on their way to storage.
      if (this.#waiting.length === 0) this.#takeHeld()
      else this.#settle()
    }
    const current = work.then(ended, ended)
    this.#work = current
  }

  /** Waits until nothing is being done with the document. */
  async free(): Promise<void> {
    while (this.#work !== null) await this.#work
  }

  /** The plan is closed: what waits is let go, and what is held stays with its writer. */
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
    // One of them may begin what takes longer; what comes after it waits for that.
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
 * The writes of this room that its document holds and that nobody else was told yet: they wait for their commit, or are
 * committed beyond a change of someone else that has to be read first.
 */
export class OwnWrites {
  readonly #untold = new Set<Uint8Array>()
  #beyond: { seq: number; update: Uint8Array; onReached: () => void }[] = []

  began(update: Uint8Array): void {
    this.#untold.add(update)
  }

  /** It was told, or is in what was told. */
  told(update: Uint8Array): void {
    this.#untold.delete(update)
  }

  /** Committed at `seq`, with changes of others before it that were not read yet: `onReached` is called after those. */
  waitFor(seq: number, update: Uint8Array, onReached: () => void): void {
    this.#beyond.push({ seq, update, onReached })
  }

  /** Everything up to `seq` was told. */
  reached(seq: number): void {
    if (this.#beyond.length === 0) return
    const reached = this.#beyond.filter((write) => write.seq <= seq)
    this.#beyond = this.#beyond.filter((write) => write.seq > seq)
    for (const { update, onReached } of reached) {
      this.#untold.delete(update)
      onReached()
    }
  }

  /** The document was read anew while nothing waited: it holds what is in the log and nothing else. */
  forget(): void {
    this.#untold.clear()
  }

  /**
   * What of a later state of the log people here were not told, given how far the document reaches. What it holds ahead of
   * what was told counts as missing: a write of ours may be in that state by now, and only its writer knows it.
   */
  missingOf(state: Uint8Array, stateVector: Uint8Array): Uint8Array {
    const told = Y.decodeStateVector(stateVector)
    for (const update of this.#untold)
      for (const [client, clock] of Y.parseUpdateMeta(update).from)
        told.set(client, Math.min(clock, told.get(client) ?? 0))
    return Y.diffUpdate(state, Y.encodeStateVector(told))
  }
}
