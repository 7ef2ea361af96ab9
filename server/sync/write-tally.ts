/**
 * Counts the document messages of one connection and how many of them are committed, in order: an ack must never
 * overtake a write that is still on its way to the disk (AK1).
 */
export class WriteTally {
  readonly #open: { isDone: boolean }[] = []
  #committed = 0

  /** A message came in; call the result when it is committed, or needs no commit. Answers whether the count rose. */
  begin(): () => boolean {
    const write = { isDone: false }
    this.#open.push(write)
    return () => {
      write.isDone = true
      const before = this.#committed
      while (this.#open[0]?.isDone === true) {
        this.#open.shift()
        this.#committed++
      }
      return this.#committed > before
    }
  }

  get committed(): number {
    return this.#committed
  }
}
