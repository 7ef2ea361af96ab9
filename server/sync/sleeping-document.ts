import * as Y from 'yjs'
import { bringsWords, type Decoded } from './update-check.ts'

/** What everybody asks for who comes in, and after a restart everybody comes in at the same moment. */
export type Encoded = { state: Uint8Array; stateVector: Uint8Array }

type Contents = { clocks: ReadonlyMap<number, number>; deleted: Decoded['ds']['clients'] }

/** A document as bytes: a tenth of what it takes in memory awake. Reading, joining and coming back need no more. */
export class SleepingDocument {
  readonly encoded: Encoded
  #contents: Contents | null = null

  constructor(encoded: Encoded) {
    this.encoded = encoded
  }

  /** Throws on bytes that are no document. */
  static of(state: Uint8Array): SleepingDocument {
    return new SleepingDocument({ state, stateVector: Y.encodeStateVectorFromUpdate(state) })
  }

  stateOf(client: number): number {
    return this.#read().clocks.get(client) ?? 0
  }

  /**
   * Whether all of an update is in here. A client that comes back brings all that it knows to be deleted, and is most
   * often right: that must not wake every plan of a region after a restart.
   */
  holds(decoded: Decoded): boolean {
    const { structs, ds } = decoded
    if (structs.length === 0 && ds.clients.size === 0) return true
    const { deleted } = this.#read()
    return (
      !bringsWords(decoded, (client) => this.stateOf(client)) &&
      [...ds.clients].every(([client, ranges]) =>
        ranges.every((range) =>
          (deleted.get(client) ?? []).some(
            (whole) =>
              whole.clock <= range.clock && range.clock + range.len <= whole.clock + whole.len,
          ),
        ),
      )
    )
  }

  #read(): Contents {
    const { state, stateVector } = this.encoded
    // What someone lacks who has every word: the deletions alone.
    this.#contents ??= {
      clocks: Y.decodeStateVector(stateVector),
      deleted: Y.decodeUpdate(Y.diffUpdate(state, stateVector)).ds.clients,
    }
    return this.#contents
  }
}
