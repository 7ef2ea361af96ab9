/**
 * The moments at which a room's document holds what is committed and nothing else. Whoever wants to show it waits for one;
 * while someone waits, new writes are held back, or the moment would never come.
 */
export class CommitBarrier {
  readonly #onRest: () => void
  #commits = 0
  #work: Promise<void> | null = null
  #runs: (() => void)[] = []

  /** `onRest`: the moment has been used; writes may go on. */
  constructor(onRest: () => void) {
    this.#onRest = onRest
  }

  /** Whether writes are taken: nobody waits, and nothing is being done with the document. */
  get takesWrites(): boolean {
    return this.#runs.length === 0 && this.#work === null
  }

  get isNow(): boolean {
    return this.#commits === 0 && this.takesWrites
  }

  /** A write goes to storage; `commitEnded` follows, however it ends. */
  commitBegan(): void {
    this.#commits++
  }

  commitEnded(): void {
    this.#commits--
    this.#settle()
  }

  /** Runs at the next such moment; now, when it is one. */
  when(run: () => void): void {
    if (this.isNow) run()
    else this.#runs.push(run)
  }

  /** No such moment comes, and no write is taken, before this has ended: it uses the document or changes it. */
  during(work: Promise<unknown>): void {
    const ended = () => {
      if (this.#work !== current) return
      this.#work = null
      // Writes were held back for this alone: they go on though others are still on their way to storage.
      if (this.#runs.length === 0) this.#onRest()
      else this.#settle()
    }
    const current = work.then(ended, ended)
    this.#work = current
  }

  get isFree(): boolean {
    return this.#work === null
  }

  /** Waits until nothing is being done with the document. */
  async free(): Promise<void> {
    while (this.#work !== null) await this.#work
  }

  /** The moment does not come any more: who waits for it is let go. */
  release(): void {
    const runs = this.#runs
    this.#runs = []
    for (const run of runs) run()
  }

  #settle(): void {
    if (this.#commits > 0 || this.#work !== null) return
    const runs = this.#runs
    this.#runs = []
    // One of them may begin what takes longer; what comes after it waits for that.
    while (runs.length > 0 && this.isFree) runs.shift()?.()
    this.#runs.unshift(...runs)
    if (this.isFree) this.#onRest()
  }
}
