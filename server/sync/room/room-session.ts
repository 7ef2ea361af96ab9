/**
 * Counts the document messages of one connection and how many of them are committed, in order: an ack must never
 * overtake a write that is still on its way to the disk (AK1).
 */
class AckCounter {
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

/** What may wait for a handshake that is never answered. */
const maxEarlyWrites = 10_000

/**
 * A peer's writes as its room counts them. `early` ones refer to what only the answer to our step 1 brings. A standard client
 * sends what is typed during the handshake at once; that answer holds it too, so the edit itself needs no place in the log.
 */
export class RoomSession {
  readonly #acks = new AckCounter()
  #early: (() => void)[] = []
  #hasAnswered = false

  /** How many of its messages are safe, in order. */
  get committed(): number {
    return this.#acks.committed
  }

  /** A message came in. Answers what to call when it is safe; that answers whether the count rose. */
  begin(): () => boolean {
    return this.#acks.begin()
  }

  /** Lets an edit wait for the answer to our step 1; false after that, when nothing can be missing any more. */
  waitEarly(done: () => void): boolean {
    if (this.#hasAnswered || this.#early.length >= maxEarlyWrites) return false
    this.#early.push(done)
    return true
  }

  /** The same as `done`, and with the answer to our step 1 what waited for it is safe too. */
  withEarly(done: () => boolean): () => boolean {
    const early = this.#early
    this.#hasAnswered = true
    this.#early = []
    return () => {
      for (const doneEarly of early) doneEarly()
      return done() || early.length > 0
    }
  }
}
