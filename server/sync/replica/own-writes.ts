import * as Y from 'yjs'

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
