// A PNG of nothing but its pixels. They are unpacked and packed again, so that nothing else survives in them, in pieces: a
// few kilobytes that claim to be gigabytes are given up as soon as they are more than the picture can hold.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflate, createInflate } from 'node:zlib'
import { Refusal } from './refusal.mjs'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** What the pixels need. Texts, dates, places, profiles and the frames of an animation are left behind. */
const kept = new Set(['PLTE', 'tRNS', 'gAMA', 'cHRM', 'sRGB'])
const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
const depths = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] }

export async function cleanPng(bytes, limits) {
  if (!bytes.subarray(0, 8).equals(signature)) throw new Refusal('upload-broken')
  let head = null
  const small = []
  const data = []
  for (const { type, body } of chunksOf(bytes)) {
    if (head === null && type !== 'IHDR') throw new Refusal('upload-broken')
    if (type === 'IHDR') {
      if (head !== null) throw new Refusal('upload-broken')
      head = readHead(body, limits)
    } else if (type === 'IDAT') data.push(body)
    else if (kept.has(type)) {
      if (body.length > 1024 || small.some((one) => one.type === type))
        throw new Refusal('upload-broken')
      if (data.length === 0) small.push({ type, body })
    }
  }
  if (head === null || data.length === 0) throw new Refusal('upload-broken')
  if (head.color === 3 && !small.some(({ type }) => type === 'PLTE'))
    throw new Refusal('upload-broken')
  const packed = await repack(data, sizeOf(head))
  return {
    kind: 'png',
    width: head.width,
    height: head.height,
    bytes: Buffer.concat([
      signature,
      chunk('IHDR', head.body),
      ...small.map(({ type, body }) => chunk(type, body)),
      chunk('IDAT', packed),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  }
}

/** Up to the end of the picture: what follows it is another file. */
function* chunksOf(bytes) {
  let at = 8
  for (;;) {
    if (at + 12 > bytes.length) throw new Refusal('upload-broken')
    const length = bytes.readUInt32BE(at)
    const end = at + 12 + length
    if (end > bytes.length) throw new Refusal('upload-broken')
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4))
      throw new Refusal('upload-broken')
    if (type === 'IEND') return
    yield { type, body: bytes.subarray(at + 8, end - 4) }
    at = end
  }
}

function readHead(body, { maxEdge, maxPixels }) {
  if (body.length !== 13) throw new Refusal('upload-broken')
  const [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)]
  const [depth, color, packing, filter, interlace] = body.subarray(8)
  if (width === 0 || height === 0 || depths[color]?.includes(depth) !== true)
    throw new Refusal('upload-broken')
  if (packing !== 0 || filter !== 0 || interlace > 1) throw new Refusal('upload-broken')
  if (width > maxEdge || height > maxEdge || width * height > maxPixels)
    throw new Refusal('picture-too-large')
  return { body, width, height, depth, color, interlace }
}

const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
]

/** The bytes of the unpacked pixels, exactly: each row has one byte of its filter before it. */
function sizeOf({ width, height, depth, color, interlace }) {
  const rows = (columns, lines) =>
    columns <= 0 || lines <= 0
      ? 0
      : lines * (1 + Math.ceil((columns * depth * channels[color]) / 8))
  if (interlace === 0) return rows(width, height)
  return passes.reduce(
    (sum, [x, y, dx, dy]) => sum + rows(Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)),
    0,
  )
}

async function repack(data, size) {
  let unpacked = 0
  const out = []
  try {
    await pipeline(
      Readable.from(data),
      createInflate({ chunkSize: 65_536 }),
      async function* (pieces) {
        for await (const piece of pieces) {
          unpacked += piece.length
          if (unpacked > size) throw new Refusal('upload-broken')
          yield piece
        }
      },
      createDeflate({ level: 6, chunkSize: 65_536 }),
      async (pieces) => {
        for await (const piece of pieces) out.push(piece)
      },
    )
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal('upload-broken')
  }
  if (unpacked !== size) throw new Refusal('upload-broken')
  return Buffer.concat(out)
}

function chunk(type, body) {
  const made = Buffer.alloc(body.length + 12)
  made.writeUInt32BE(body.length, 0)
  made.write(type, 4, 'latin1')
  body.copy(made, 8)
  made.writeUInt32BE(crc32(made.subarray(4, body.length + 8)), body.length + 8)
  return made
}
