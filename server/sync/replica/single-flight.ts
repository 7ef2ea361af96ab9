/**
 * Runs one piece of work at a time. Anyone who asks while it runs gets the run after it, and shares that with all others
 * who ask meanwhile: the one that is going on may have looked already before what they ask about was there.
 */
export class SingleFlight {
  readonly #work: () => Promise<void>
  #running: Promise<void> | null = null
  #next: Promise<void> | null = null

  constructor(work: () => Promise<void>) {
    this.#work = work
  }

  get isRunning(): boolean {
    return this.#running !== null
  }

  run(): Promise<void> {
    if (this.#running === null) return this.#begin()
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = null
        return this.#begin()
      })
    return this.#next
  }

  #begin(): Promise<void> {
    this.#running = this.#work().finally(() => {
      this.#running = null
    })
    return this.#running
  }
}
