import * as Y from 'yjs'
import type { Meter, Sliced } from '../turns.ts'
import { type DeleteRange, type Scanned, scanDeletes, scanUpdate } from '../update/update-scan.ts'
import { bringsWords, type Decoded } from '../update/update-validation.ts'
import { cutUpdate } from './encode-state.ts'

/** A document as bytes: a tenth of what a Y.Doc takes in memory. Reading, joining and coming back need no more. */
export class EncodedDocument {
  readonly state: Uint8Array
  readonly stateVector: Uint8Array
  readonly #scanned: Scanned
  readonly #ends: ReadonlyMap<number, number>
  #deleted: ReadonlyMap<number, readonly DeleteRange[]> | null = null

  private constructor(state: Uint8Array, scanned: Scanned) {
    this.state = state
    this.#scanned = scanned
    this.#ends = new Map(scanned.blocks.map(({ client, clockEnd }) => [client, clockEnd]))
    this.stateVector = Y.encodeStateVector(new Map(this.#ends))
  }

  /** Throws on bytes that are no document. */
  static *of(state: Uint8Array, meter: Meter): Sliced<EncodedDocument> {
    return new EncodedDocument(state, yield* scanUpdate(state, meter))
  }

  get clients(): number {
    return this.#ends.size
  }

  stateOf(client: number): number {
    return this.#ends.get(client) ?? 0
  }

  /**
   * Whether all of an update is in here. A client that comes back brings all that it knows to be deleted, and is most
   * often right: that must not hydrate every plan of a region after a restart.
   */
  *holds(decoded: Decoded, meter: Meter): Sliced<boolean> {
    const { clients, deletes } = decoded
    if (clients.size === 0 && deletes.size === 0) return true
    if (bringsWords(decoded, (client) => this.stateOf(client))) return false
    this.#deleted ??= yield* scanDeletes(this.state, this.#scanned, meter)
    for (const [client, ranges] of deletes) {
      const deleted = this.#deleted.get(client) ?? []
      // Both are in order: one walk over both.
      let at = 0
      for (const { clock, len } of ranges) {
        for (; endOf(deleted[at]) <= clock; at++) if (meter.add(0.1)) yield
        const whole = deleted[at]
        if (whole === undefined || whole.clock > clock || endOf(whole) < clock + len) return false
        if (meter.add(0.1)) yield
      }
    }
    return true
  }

  /** What someone lacks who has got so far with each client, and all that is deleted. */
  *since(known: ReadonlyMap<number, number>, meter: Meter): Sliced<Uint8Array> {
    return yield* cutUpdate(this.state, this.#scanned, (client) => known.get(client) ?? 0, meter)
  }
}

function endOf(range: DeleteRange | undefined): number {
  return range === undefined ? Number.POSITIVE_INFINITY : range.clock + range.len
}
