import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import type { Meter, Sliced } from '../turns.ts'

/** Adjacent structs of one client in the bytes of an update. */
export type Piece = { clock: number; structs: number; start: number; end: number }
export type Block = {
  client: number
  /** In the order of their clocks. */
  pieces: readonly Piece[]
  /** The clock after the last item, without skipped parts at the end. */
  clockEnd: number
}
export type DeleteRange = { clock: number; len: number }

/** The positions in an update. */
export type Scanned = { blocks: readonly Block[]; deletesAt: number }

/** The number of structs, or bytes, per piece. */
const pieceStructs = 256
const pieceBytes = 16 * 1024
/** Reading one struct or range without its content. */
const scanUnits = 0.4
/** Reading one byte of content, and decoding it. */
export const byteUnits = 0.01
const maxClientId = 2 ** 32 - 1

/**
 * Scans the positions in an update (Yjs encoding, version 1) without decoding it: linear in its
 * bytes, in slices, and without trust in its numbers. Throws on an incomplete update, and on two
 * blocks of one client, of which Yjs would see the last only.
 */
export function* scanUpdate(update: Uint8Array, meter: Meter): Sliced<Scanned> {
  const decoder = decoding.createDecoder(update)
  const blocks: Block[] = []
  const clients = new Set<number>()
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const structs = decoding.readVarUint(decoder)
    const client = decoding.readVarUint(decoder)
    if (client > maxClientId || clients.has(client)) throw new Error('not a block of one client')
    clients.add(client)
    const pieces: Piece[] = []
    let clock = decoding.readVarUint(decoder)
    let clockEnd = 0
    for (let done = 0; done < structs; ) {
      const piece = { clock, structs: 0, start: decoder.pos, end: 0 }
      while (
        done < structs &&
        piece.structs < pieceStructs &&
        decoder.pos - piece.start < pieceBytes
      ) {
        done++
        piece.structs++
        const { length, isLeftOut } = skipStruct(decoder)
        clock += length
        if (!isLeftOut) clockEnd = clock
      }
      piece.end = decoder.pos
      pieces.push(piece)
      if (meter.add(piece.structs * scanUnits + (piece.end - piece.start) * byteUnits)) yield
    }
    blocks.push({ client, pieces, clockEnd })
    if (meter.add(scanUnits)) yield
  }
  return { blocks, deletesAt: decoder.pos }
}

/**
 * The deletions of an update, by client. Throws on invalid bytes, and on bytes after the update.
 */
export function* scanDeletes(
  update: Uint8Array,
  { deletesAt }: Scanned,
  meter: Meter,
): Sliced<Map<number, DeleteRange[]>> {
  const decoder = decoding.createDecoder(update)
  decoder.pos = deletesAt
  const deletes = new Map<number, DeleteRange[]>()
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const client = decoding.readVarUint(decoder)
    if (deletes.has(client)) throw new Error('not all deletions of one client')
    const ranges: DeleteRange[] = []
    deletes.set(client, ranges)
    for (let more = decoding.readVarUint(decoder); more > 0; more--) {
      ranges.push({ clock: decoding.readVarUint(decoder), len: decoding.readVarUint(decoder) })
      if (meter.add(scanUnits)) yield
    }
    if (meter.add(scanUnits)) yield
  }
  if (decoding.hasContent(decoder)) throw new Error('bytes after an update')
  return deletes
}

/**
 * Whether another update has operations under a client and clock of this one. Decodes the other one
 * in one go: its caller bounds it.
 */
export function sharesClocks({ blocks }: Scanned, other: Uint8Array): boolean {
  const { from, to } = Y.parseUpdateMeta(other)
  return blocks.some(({ client, pieces: [first], clockEnd }) => {
    const [otherFrom, otherEnd] = [from.get(client), to.get(client)]
    if (first === undefined || otherFrom === undefined || otherEnd === undefined) return false
    return first.clock < otherEnd && otherFrom < clockEnd
  })
}

/** The position of one struct; `structs`: the number from here to the end of its block. */
export type Place = { clock: number; start: number; end: number; structs: number }

/** The struct at a clock, or the first after it; null when the block ends before. */
export function findStruct(update: Uint8Array, { pieces }: Block, clock: number): Place | null {
  let structs = 0
  let found: Piece | null = null
  for (let i = pieces.length - 1; i >= 0; i--) {
    const piece = pieces[i]
    if (piece === undefined) break
    structs += piece.structs
    found = piece
    if (piece.clock <= clock) break
  }
  if (found === null) return null
  const decoder = decoding.createDecoder(update)
  decoder.pos = found.start
  for (let at = found.clock; structs > 0; structs--) {
    const start = decoder.pos
    const end = at + skipStruct(decoder).length
    if (end > clock) return { clock: at, start, end: decoder.pos, structs }
    at = end
  }
  return null
}

/**
 * No plan nests values deeper, or has so many in one struct: each becomes an object, all at once.
 */
const maxValueDepth = 34
const maxValues = 2_000
const maxJsonBytes = 64 * 1024

/** Returns the length, and whether the struct is a skip. */
function skipStruct(decoder: decoding.Decoder): { length: number; isLeftOut: boolean } {
  const info = decoding.readUint8(decoder)
  const kind = info & 31
  if (kind === 0 || info === 10)
    return { length: decoding.readVarUint(decoder), isLeftOut: info === 10 }
  const hasLeft = (info & 128) !== 0
  const hasRight = (info & 64) !== 0
  if (hasLeft) skipId(decoder)
  if (hasRight) skipId(decoder)
  if (!hasLeft && !hasRight) {
    if (decoding.readVarUint(decoder) === 1) skipBytes(decoder)
    else skipId(decoder)
    if ((info & 32) !== 0) skipBytes(decoder)
  }
  return { length: skipContent(decoder, kind), isLeftOut: false }
}

/**
 * Returns the length. The kind is a number of the client, not a type of ours: any other number is
 * refused, and so is a new kind of a later Yjs until it is skipped and checked here.
 */
function skipContent(decoder: decoding.Decoder, kind: number): number {
  switch (kind) {
    case 1:
      return decoding.readVarUint(decoder)
    case 2:
      return skipValues(decoder, () => skipJson(decoder))
    case 3:
      skipBytes(decoder)
      return 1
    case 4:
      return skipText(decoder)
    case 5:
      skipJson(decoder)
      return 1
    case 6:
      skipBytes(decoder)
      skipJson(decoder)
      return 1
    case 7: {
      const type = decoding.readVarUint(decoder)
      if (type === 3 || type === 5) skipBytes(decoder)
      return 1
    }
    case 8: {
      const count = { values: 0 }
      return skipValues(decoder, () => skipAny(decoder, maxValueDepth, count))
    }
    case 9:
      skipBytes(decoder)
      skipAny(decoder, maxValueDepth, { values: 0 })
      return 1
    default:
      throw new Error('not a kind of content')
  }
}

function skipValues(decoder: decoding.Decoder, skipOne: () => void): number {
  const count = decoding.readVarUint(decoder)
  if (count > maxValues) throw new Error('too many values in one struct')
  for (let left = count; left > 0; left--) skipOne()
  return count
}

function skipJson(decoder: decoding.Decoder): void {
  const bytes = decoding.readVarUint(decoder)
  if (bytes > maxJsonBytes) throw new Error('too large a value')
  skip(decoder, bytes)
}

/** Text counts in UTF-16 and is encoded in UTF-8. */
function skipText(decoder: decoding.Decoder): number {
  const bytes = decoding.readVarUint(decoder)
  const from = decoder.pos
  skip(decoder, bytes)
  const { arr, pos } = decoder
  let length = bytes
  for (let i = from; i < pos; i++) {
    const byte = arr[i] ?? 0
    // A later byte of a character; the first byte of a character with two UTF-16 units.
    if ((byte & 0xc0) === 0x80) length--
    else if (byte >= 0xf0) length++
  }
  return length
}

function skipAny(decoder: decoding.Decoder, depth: number, count: { values: number }): void {
  if (depth === 0) throw new Error('nested too deeply')
  if (++count.values > maxValues) throw new Error('too many values in one struct')
  switch (decoding.readUint8(decoder)) {
    case 127:
    case 126:
    case 121:
    case 120:
      return
    case 125:
      decoding.readVarInt(decoder)
      return
    case 124:
      return skip(decoder, 4)
    case 123:
    case 122:
      return skip(decoder, 8)
    case 119:
    case 116:
      return skipBytes(decoder)
    case 118:
      for (let left = decoding.readVarUint(decoder); left > 0; left--) {
        skipBytes(decoder)
        skipAny(decoder, depth - 1, count)
      }
      return
    case 117:
      for (let left = decoding.readVarUint(decoder); left > 0; left--)
        skipAny(decoder, depth - 1, count)
      return
    default:
      throw new Error('not a kind of value')
  }
}

function skipId(decoder: decoding.Decoder): void {
  decoding.readVarUint(decoder)
  decoding.readVarUint(decoder)
}

function skipBytes(decoder: decoding.Decoder): void {
  skip(decoder, decoding.readVarUint(decoder))
}

function skip(decoder: decoding.Decoder, bytes: number): void {
  decoder.pos += bytes
  if (decoder.pos > decoder.arr.length) throw new Error('cut off')
}
