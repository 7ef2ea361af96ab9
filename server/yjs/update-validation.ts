import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { Meter, Sliced } from '../turns.ts'
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
  /** The clock after the last item of each client. */
  ends: ReadonlyMap<number, number>
  /** The deletions of each client, in order and without overlap. */
  deletes: ReadonlyMap<number, readonly DeleteRange[]>
}

/** Deeper values can be read but not written again: JSON.stringify and Yjs' encoding recurse. */
const maxValueDepth = 32
/** Far above what a person types, and far below the precision of numbers. */
const maxClock = 2 ** 40
/** Decoding one struct. */
const decodeUnits = 6
/** Checking one struct. */
const lookUnits = 1

/**
 * Parses an update; null when its bytes are not a complete update of a Yjs client. Validation comes
 * before the commit, because an update is refused whole or logged whole (UP1) and Yjs can't roll
 * back a partial update.
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

/**
 * Decodes the structs of an update; each call returns new objects, because integration changes
 * them.
 */
export function* structsOf(
  update: Uint8Array,
  { blocks }: Scanned,
  meter: Meter,
): Sliced<StructsOf> {
  const clients = new Map<number, Structs>()
  const [only] = blocks
  if (only !== undefined && blocks.length === 1 && only.pieces.length === 1) {
    // A keystroke: one piece needs no copy.
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

/** Decodes the structs of one piece, without a document. */
export function decodePiece(update: Uint8Array, client: number, piece: Piece): Structs {
  const encoder = encoding.createEncoder()
  for (const head of [1, piece.structs, client, piece.clock]) encoding.writeVarUint(encoder, head)
  encoding.writeUint8Array(encoder, update.subarray(piece.start, piece.end))
  encoding.writeVarUint(encoder, 0)
  return Y.decodeUpdate(encoding.toUint8Array(encoder)).structs
}

/** A Yjs client sorts and merges its deletions; otherwise a range could be walked over for ever. */
function isInOrder(ranges: readonly DeleteRange[]): boolean {
  let end = 0
  return ranges.every(({ clock, len }) => {
    const isNext = len > 0 && clock >= end && clock + len <= maxClock
    end = clock + len
    return isNext
  })
}

function isSound(struct: Structs[number]): boolean {
  // After a struct of length 0, Yjs does not find the next one.
  if (struct.length < 1 || struct.id.clock + struct.length > maxClock) return false
  if (!(struct instanceof Y.Item)) return true
  const { content } = struct
  // A plan holds no nested documents.
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

/** Whether an update has items beyond the clocks of a document. */
export function bringsWords({ ends }: Decoded, stateOf: (client: number) => number): boolean {
  for (const [client, end] of ends) if (end > stateOf(client)) return true
  return false
}

/**
 * Whether a document already holds all of an update (UP2). Each reconnect sends all deletions
 * again, which must not make the log grow.
 */
export function* addsNothing(decoded: Decoded, doc: Y.Doc, meter: Meter): Sliced<boolean> {
  if (bringsWords(decoded, (client) => Y.getState(doc.store, client))) return false
  for (const [client, ranges] of decoded.deletes)
    for (const range of ranges) if (!(yield* isAllDeleted(doc, client, range, meter))) return false
  return true
}

function* isAllDeleted(
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

type Id = { client: number; clock: number }
type Struct = Y.Item | Y.GC

/**
 * Whether all references of an update exist, in the document or in the update. `early`: an item is
 * missing. `bad`: an item refers to itself or to a later one.
 */
export function* checkReferences(
  { clients, deletes }: Decoded,
  doc: Y.Doc,
  meter: Meter,
): Sliced<'complete' | 'early' | 'bad'> {
  const ends = new Map<number, number>()
  const end = (client: number) => ends.get(client) ?? Y.getState(doc.store, client)
  for (const [client, structs] of clients) {
    let reached = Y.getState(doc.store, client)
    for (const struct of structs) {
      if (struct instanceof Y.Skip) continue
      if (struct.id.clock > reached) return 'early'
      reached = Math.max(reached, struct.id.clock + struct.length)
      if (meter.add(0.1)) yield
    }
    ends.set(client, reached)
  }
  let isComplete = true
  for (const structs of clients.values())
    for (const struct of structs) {
      if (meter.add(lookUnits)) yield
      if (!(struct instanceof Y.Item)) continue
      for (const id of [struct.origin, struct.rightOrigin, struct.parent as unknown]) {
        if (!isId(id)) continue
        if (id.client === struct.id.client && id.clock >= struct.id.clock) return 'bad'
        if (id.clock >= end(id.client)) isComplete = false
      }
    }
  for (const [client, ranges] of deletes) {
    const last = ranges.at(-1)
    if (last !== undefined && last.clock + last.len > end(client)) isComplete = false
  }
  return isComplete ? 'complete' : 'early'
}

/** Whether the document knows the first of the items that the update brings under some client. */
export function isPartlyKnown({ clients }: Decoded, doc: Y.Doc): boolean {
  for (const [client, [first]] of clients)
    if (first !== undefined && first.id.clock < Y.getState(doc.store, client)) return true
  return false
}

function isId(value: unknown): value is Id {
  return typeof value === 'object' && value !== null && 'client' in value && 'clock' in value
}

/**
 * Whether an applied update is consistent: all of it was integrated, and its items have the same
 * parent as their neighbours. `before`: the clocks before the update. The order of neighbours is
 * not checked: Yjs' own undo makes items that name a later one as their left neighbour.
 */
export function* isWellPlaced(
  { clients }: Decoded,
  doc: Y.Doc,
  { before, meter }: { before: ReadonlyMap<number, number>; meter: Meter },
): Sliced<boolean> {
  for (const [client, structs] of clients) {
    const known = before.get(client) ?? 0
    const reached = Y.getState(doc.store, client)
    for (const struct of structs) {
      const end = struct.id.clock + struct.length
      // Two items that wait for each other wait for ever.
      if (!(struct instanceof Y.Skip) && end > reached) return false
      if (struct instanceof Y.Item && end > known) {
        if (!isItemWellPlaced(struct, doc)) return false
        // Two halves of the value of a key would both stay until the next reload.
        if (
          struct.length > 1 &&
          isUnderKey(struct, doc) &&
          !(yield* isAllDeleted(doc, client, { clock: struct.id.clock, len: struct.length }, meter))
        )
          return false
      }
      if (meter.add(3 * lookUnits)) yield
    }
  }
  return true
}

function isItemWellPlaced(sent: Y.Item, doc: Y.Doc): boolean {
  const [left, right] = [find(doc, sent.origin), find(doc, sent.rightOrigin)]
  // A deleted type is collected with all its items: a neighbour from elsewhere would make the
  // result depend on the moment of reading.
  if (left !== null && right !== null && left instanceof Y.Item !== right instanceof Y.Item)
    return false
  const placed = placedOf(sent, doc)
  for (const neighbour of [left, right]) {
    if (
      placed instanceof Y.Item &&
      neighbour instanceof Y.Item &&
      (neighbour.parent !== placed.parent || neighbour.parentSub !== placed.parentSub)
    )
      return false
  }
  // A key has one value, and only the last counts.
  if (placed instanceof Y.Item && placed.parentSub !== null && right !== null) return false
  const parent: unknown = sent.parent
  if (isId(parent)) {
    const holder = find(doc, parent)
    if (
      holder instanceof Y.Item &&
      !(holder.content instanceof Y.ContentType) &&
      !(holder.content instanceof Y.ContentDeleted)
    )
      return false
  }
  return true
}

/** The last part of the item in the document. */
function placedOf({ id, length }: Y.Item, doc: Y.Doc): Struct | null {
  return find(doc, { client: id.client, clock: id.clock + length - 1 })
}

function isUnderKey(sent: Y.Item, doc: Y.Doc): boolean {
  const placed = placedOf(sent, doc)
  return placed instanceof Y.Item && placed.parentSub !== null
}

function find(doc: Y.Doc, id: Id | null): Struct | null {
  const structs = id === null ? undefined : doc.store.clients.get(id.client)
  return id === null || structs === undefined
    ? null
    : (structs[Y.findIndexSS(structs, id.clock)] ?? null)
}
