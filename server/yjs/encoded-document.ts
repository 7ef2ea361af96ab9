import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { Meter, Sliced } from '../turns.ts'
import {
  type Block,
  type DeleteRange,
  findStruct,
  type Place,
  type Scanned,
  scanDeletes,
  scanUpdate,
} from './update-scan.ts'
import { bringsWords, type Decoded, decodePiece } from './update-validation.ts'

/** Writing one struct, and checking one for deletion. */
const writeUnits = 1.5
const lookUnits = 0.1
/** Finding the first missing struct in a block. */
const findUnits = 60

/**
 * A document as bytes: a tenth of the memory of a Y.Doc. Enough for reading, joining and
 * reconnecting.
 */
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
   * Whether the document holds all of an update. A returning client sends all its deletions, which
   * are usually known: that must not hydrate every plan of a region after a restart.
   */
  *holds(decoded: Decoded, meter: Meter): Sliced<boolean> {
    const { clients, deletes } = decoded
    if (clients.size === 0 && deletes.size === 0) return true
    if (bringsWords(decoded, (client) => this.stateOf(client))) return false
    this.#deleted ??= yield* scanDeletes(this.state, this.#scanned, meter)
    for (const [client, ranges] of deletes) {
      const deleted = this.#deleted.get(client) ?? []
      // Both lists are sorted: one walk compares them.
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

  /** The items that a client with these clocks lacks, and all deletions. */
  *since(known: ReadonlyMap<number, number>, meter: Meter): Sliced<Uint8Array> {
    return yield* cutUpdate(this.state, this.#scanned, (client) => known.get(client) ?? 0, meter)
  }
}

function endOf(range: DeleteRange | undefined): number {
  return range === undefined ? Number.POSITIVE_INFINITY : range.clock + range.len
}

/**
 * `Y.encodeStateAsUpdate` in slices: the items that a client with these clocks lacks, and all
 * deletions. The document must not change meanwhile.
 */
export function* encodeState(
  doc: Y.Doc,
  known: ReadonlyMap<number, number>,
  meter: Meter,
): Sliced<Uint8Array> {
  const encoder = new Y.UpdateEncoderV1()
  const { restEncoder } = encoder
  // Highest client id first, as Yjs writes them: that makes integration cheaper.
  const clients = [...doc.store.clients].sort(([a], [b]) => b - a)
  if (meter.add(clients.length)) yield
  const lacking = clients.filter(
    ([client]) => Y.getState(doc.store, client) > (known.get(client) ?? 0),
  )
  encoding.writeVarUint(restEncoder, lacking.length)
  for (const [client, structs] of lacking) {
    const clock = Math.max(known.get(client) ?? 0, structs[0]?.id.clock ?? 0)
    const first = Y.findIndexSS(structs, clock)
    encoding.writeVarUint(restEncoder, structs.length - first)
    encoder.writeClient(client)
    encoding.writeVarUint(restEncoder, clock)
    for (let i = first; i < structs.length; i++) {
      const struct = structs[i]
      struct?.write(encoder, i === first ? clock - struct.id.clock : 0)
      if (meter.add(writeUnits)) yield
    }
  }
  yield* writeDeletes(restEncoder, clients, meter)
  return encoder.toUint8Array()
}

function* writeDeletes(
  encoder: encoding.Encoder,
  clients: readonly (readonly [number, readonly (Y.Item | Y.GC)[]])[],
  meter: Meter,
): Sliced<void> {
  const withDeletes: { client: number; ranges: { clock: number; len: number }[] }[] = []
  for (const [client, structs] of clients) {
    const ranges: { clock: number; len: number }[] = []
    let last: { clock: number; len: number } | null = null
    for (const struct of structs) {
      if (!struct.deleted) last = null
      else if (last !== null) last.len += struct.length
      else {
        last = { clock: struct.id.clock, len: struct.length }
        ranges.push(last)
      }
      if (meter.add(lookUnits)) yield
    }
    if (ranges.length > 0) withDeletes.push({ client, ranges })
  }
  encoding.writeVarUint(encoder, withDeletes.length)
  for (const { client, ranges } of withDeletes) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, ranges.length)
    for (const { clock, len } of ranges) {
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarUint(encoder, len)
      if (meter.add(lookUnits)) yield
    }
  }
}

/**
 * `Y.diffUpdate` in slices: the items of an update that a client with these clocks lacks, and all
 * its deletions.
 */
export function* cutUpdate(
  update: Uint8Array,
  { blocks, deletesAt }: Scanned,
  known: (client: number) => number,
  meter: Meter,
): Sliced<Uint8Array> {
  const parts: { block: Block; place: Place; clock: number }[] = []
  for (const block of blocks) {
    const clock = known(block.client)
    const place = clock < block.clockEnd ? findStruct(update, block, clock) : null
    if (place !== null) parts.push({ block, place, clock: Math.max(clock, place.clock) })
    if (meter.add(clock === 0 ? 1 : findUnits)) yield
  }
  const encoder = new Y.UpdateEncoderV1()
  const { restEncoder } = encoder
  encoding.writeVarUint(restEncoder, parts.length)
  for (const { block, place, clock } of parts) {
    encoding.writeVarUint(restEncoder, place.structs)
    encoder.writeClient(block.client)
    encoding.writeVarUint(restEncoder, clock)
    const [first] = decodePiece(update, block.client, { ...place, structs: 1 })
    first?.write(encoder, clock - place.clock)
    const end = block.pieces.at(-1)?.end ?? place.end
    encoding.writeUint8Array(restEncoder, update.subarray(place.end, end))
    if (meter.add(5)) yield
  }
  encoding.writeUint8Array(restEncoder, update.subarray(deletesAt))
  return encoder.toUint8Array()
}
