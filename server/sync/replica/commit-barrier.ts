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
