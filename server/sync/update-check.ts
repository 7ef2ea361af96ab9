import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { Meter, Sliced } from './turns.ts'
import {
  byteUnits,
  type DeleteRange,
  type Piece,
  type Scanned,
  scanDeletes,
  scanUpdate,
} from './update-scan.ts'

export type Structs = ReturnType<typeof Y.decodeUpdate>['structs']
/** By client, in the order of their clocks. */
export type StructsOf = ReadonlyMap<number, Structs>

/** The parts of an update. */
export type Decoded = {
  update: Uint8Array
  scanned: Scanned
  clients: StructsOf
  /** Where the words of each client end. */
  ends: ReadonlyMap<number, number>
  /** What it deletes: of each client in order, and nothing twice. */
  deletes: ReadonlyMap<number, readonly DeleteRange[]>
}

/** Values nested deeper can be read, and then not be written again: JSON.stringify and Yjs' own encoding recurse. */
const maxValueDepth = 32
/** Far above what a person types and far below where numbers lose their last digit. */
const maxClock = 2 ** 40
/** Making an object of one struct. */
const decodeUnits = 6

/**
 * The parts of an update, or null when its bytes are not a whole update that a Yjs client could have made. Looking comes
 * before committing, because an update is refused whole or logged whole (UP1) and Yjs can't roll back half an update.
 */
export function* parseUpdate(update: Uint8Array, meter: Meter): Sliced<Decoded | null> {
  try {
    const scanned = yield* scanUpdate(update, meter)
    const deletes = yield* scanDeletes(update, scanned, meter)
    for (const ranges of deletes.values()) if (!isInOrder(ranges)) return null
    const clients = yield* structsOf(update, scanned, meter)
    for (const structs of clients.values())
      for (const struct of structs) {
        if (!isSound(struct)) return null
        if (meter.add(1)) yield
      }
    const ends = new Map(scanned.blocks.map(({ client, clockEnd }) => [client, clockEnd]))
    return { update, scanned, clients, ends, deletes }
  } catch {
    return null
  }
}

/** Makes objects of the structs of an update; each call makes others, because taking them in changes them. */
export function* structsOf(
  update: Uint8Array,
  { blocks }: Scanned,
  meter: Meter,
): Sliced<StructsOf> {
  const clients = new Map<number, Structs>()
  const [only] = blocks
  if (only !== undefined && blocks.length === 1 && only.pieces.length === 1) {
    // A keystroke: what is not cut needs not be copied.
    clients.set(only.client, Y.decodeUpdate(update).structs)
    if (meter.add((only.pieces[0]?.structs ?? 0) * decodeUnits)) yield
    return clients
  }
  for (const { client, pieces } of blocks) {
    const all: Structs = []
    for (const piece of pieces) {
      const structs = decodePiece(update, client, piece)
      for (const struct of structs) all.push(struct)
      if (meter.add(structs.length * decodeUnits + (piece.end - piece.start) * byteUnits)) yield
    }
    clients.set(client, all)
  }
  return clients
}

/** The structs that lie there, with nothing of the document that they belong to. */
export function decodePiece(update: Uint8Array, client: number, piece: Piece): Structs {
  const encoder = encoding.createEncoder()
  for (const head of [1, piece.structs, client, piece.clock]) encoding.writeVarUint(encoder, head)
  encoding.writeUint8Array(encoder, update.subarray(piece.start, piece.end))
  encoding.writeVarUint(encoder, 0)
  return Y.decodeUpdate(encoding.toUint8Array(encoder)).structs
}

/** A Yjs client sorts what it deletes and puts together what lies together; else one range could be walked over for ever. */
function isInOrder(ranges: readonly DeleteRange[]): boolean {
  let end = 0
  return ranges.every(({ clock, len }) => {
    const isNext = len > 0 && clock >= end && clock + len <= maxClock
    end = clock + len
    return isNext
  })
}

function isSound(struct: Structs[number]): boolean {
  // After a struct of no length Yjs no longer finds the one that follows it.
  if (struct.length < 1 || struct.id.clock + struct.length > maxClock) return false
  if (!(struct instanceof Y.Item)) return true
  const { content } = struct
  // A plan holds no documents inside it.
  if (content instanceof Y.ContentDoc) return false
  if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON)
    return isShallow(content.arr, maxValueDepth + 1)
  if (content instanceof Y.ContentEmbed) return isShallow(content.embed, maxValueDepth)
  return !(content instanceof Y.ContentFormat) || isShallow(content.value, maxValueDepth)
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return true
  return depth > 0 && Object.values(value).every((part) => isShallow(part, depth - 1))
}

/** Whether an update has words that a document which has got this far with each client does not know. */
export function bringsWords({ ends }: Decoded, stateOf: (client: number) => number): boolean {
  for (const [client, end] of ends) if (end > stateOf(client)) return true
  return false
}

/**
 * Whether a document already holds all of an update (UP2). Each reconnect brings a step 2 with the whole delete set;
 * without this the log would grow with every flaky tablet in the room.
 */
export function* addsNothing(decoded: Decoded, doc: Y.Doc, meter: Meter): Sliced<boolean> {
  if (bringsWords(decoded, (client) => Y.getState(doc.store, client))) return false
  for (const [client, ranges] of decoded.deletes)
    for (const range of ranges) if (!(yield* isAllDeleted(doc, client, range, meter))) return false
  return true
}

export function* isAllDeleted(
  doc: Y.Doc,
  client: number,
  { clock, len }: DeleteRange,
  meter: Meter,
): Sliced<boolean> {
  const end = clock + len
  if (end > Y.getState(doc.store, client)) return false
  const structs = doc.store.clients.get(client)
  if (structs === undefined) return len === 0
  for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
    const struct = structs[i]
    if (struct === undefined || struct.id.clock >= end) break
    if (struct instanceof Y.Item && !struct.deleted) return false
    if (meter.add(0.1)) yield
  }
  if (meter.add(0.5)) yield
  return true
}
