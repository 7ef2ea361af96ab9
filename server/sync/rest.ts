/**
 * The moments at which a room's document holds what is committed and nothing else. Whoever wants to show it waits for one;
 * while someone waits, new writes are held back, or the moment would never come.
 */
export class Rest {
  readonly #onRest: () => void
  #commits = 0
  #isReadAnew = false
  #runs: (() => void)[] = []

  /** `onRest`: the moment has been used; writes may go on. */
  constructor(onRest: () => void) {
    this.#onRest = onRest
  }

  /** Whether writes are taken: nobody waits. */
  get takesWrites(): boolean {
    return this.#runs.length === 0 && !this.#isReadAnew
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

  /** No such moment comes before the document has been read anew. */
  readAnew(reading: Promise<void>, onFailed: (error: unknown) => void): void {
    this.#isReadAnew = true
    reading.then(() => {
      this.#isReadAnew = false
      this.#settle()
    }, onFailed)
  }

  /** The moment does not come any more: who waits for it is let go. */
  release(): void {
    const runs = this.#runs
    this.#runs = []
    for (const run of runs) run()
  }

  #settle(): void {
    if (this.#commits > 0 || this.#isReadAnew) return
    const runs = this.#runs
    this.#runs = []
    // One of them may begin to read the log anew; what comes after it waits for that.
    while (runs.length > 0 && !this.#isReadAnew) runs.shift()?.()
    this.#runs.unshift(...runs)
    if (!this.#isReadAnew) this.#onRest()
  }
}
