// A JPEG of nothing but its pixels: the tables and scans that make them, and which side is up. Where and when a photo was
// taken, by which device, its small copy and whatever stands after its end are left behind.
import { Refusal } from './refusal.mjs'

/** Baseline, extended and progressive; no browser shows any other. */
const frames = new Set([0xc0, 0xc1, 0xc2])
/** Tables of quantization and of Huffman codes, and the interval of restarts. */
const tables = new Set([0xdb, 0xc4, 0xdd])

export function cleanJpeg(bytes, limits) {
  const out = [Buffer.from([0xff, 0xd8]), jfif]
  let frame = null
  let scans = 0
  let orientation = 1
  for (const { marker, body, at, end } of segmentsOf(bytes)) {
    const whole = bytes.subarray(at, end)
    if (frames.has(marker)) {
      if (frame !== null) throw new Refusal('upload-broken')
      frame = readFrame(body, limits)
      out.push(whole)
    } else if (tables.has(marker)) out.push(whole)
    else if (marker === 0xda) {
      if (frame === null) throw new Refusal('upload-broken')
      scans += 1
      if (scans > limits.maxScans) throw new Refusal('upload-too-heavy')
      out.push(whole)
    } else if (marker === 0xe1) orientation = orientationIn(body) ?? orientation
    // How the colours of a scan for print are stored.
    else if (marker === 0xee && body.length >= 12 && body.toString('latin1', 0, 5) === 'Adobe')
      out.push(segment(0xee, body.subarray(0, 12)))
    else if (!(marker >= 0xe0 && marker <= 0xef) && marker !== 0xfe)
      throw new Refusal('upload-broken')
  }
  if (frame === null || scans === 0) throw new Refusal('upload-broken')
  if (orientation > 1) out.splice(2, 0, exifOf(orientation))
  out.push(Buffer.from([0xff, 0xd9]))
  const isTurned = orientation > 4
  return {
    kind: 'jpeg',
    width: isTurned ? frame.height : frame.width,
    height: isTurned ? frame.width : frame.height,
    bytes: Buffer.concat(out),
  }
}

/** Up to the end of the picture. A scan comes with its data; `at` to `end` is the whole of a segment. */
function* segmentsOf(bytes) {
  let at = 2
  for (;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1
    if (at + 2 > bytes.length || bytes[at] !== 0xff) throw new Refusal('upload-broken')
    const marker = bytes[at + 1]
    if (marker === 0xd9) return
    if (at + 4 > bytes.length) throw new Refusal('upload-broken')
    const length = bytes.readUInt16BE(at + 2)
    let end = at + 2 + length
    if (length < 2 || end > bytes.length) throw new Refusal('upload-broken')
    const body = bytes.subarray(at + 4, end)
    if (marker === 0xda) end = endOfScan(bytes, end)
    yield { marker, body, at, end }
    at = end
  }
}

/** A scan without an end was cut off on its way. */
function endOfScan(bytes, from) {
  for (let at = bytes.indexOf(0xff, from); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1]
    if (next === undefined) break
    const isData = next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7)
    if (!isData) return at
  }
  throw new Refusal('upload-broken')
}

function readFrame(body, { maxEdge, maxPixels }) {
  if (body.length < 6) throw new Refusal('upload-broken')
  const [height, width, parts] = [body.readUInt16BE(1), body.readUInt16BE(3), body[5]]
  if (body[0] !== 8 || width === 0 || height === 0) throw new Refusal('upload-broken')
  if (![1, 3, 4].includes(parts) || body.length !== 6 + parts * 3)
    throw new Refusal('upload-broken')
  if (width > maxEdge || height > maxEdge || width * height > maxPixels)
    throw new Refusal('picture-too-large')
  return { width, height }
}

/** The one thing of a camera that a reader needs; null where there is none. */
function orientationIn(body) {
  if (body.length < 14 || body.toString('latin1', 0, 6) !== 'Exif\0\0') return null
  const tiff = body.subarray(6)
  const isLittle = tiff.toString('latin1', 0, 2) === 'II'
  const u16 = (at) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const first = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  if (first + 2 > tiff.length) return null
  const count = Math.min(u16(first), 100)
  for (let index = 0; index < count; index += 1) {
    const at = first + 2 + index * 12
    if (at + 12 > tiff.length) return null
    if (u16(at) !== 0x0112) continue
    const value = u16(at + 8)
    return value >= 1 && value <= 8 ? value : null
  }
  return null
}

const jfif = segment(0xe0, Buffer.from('4a46494600010100000100010000', 'hex'))

/** Exif with one entry. */
function exifOf(orientation) {
  const entry = `0112000300000001000${orientation}0000`
  return segment(0xe1, Buffer.from(`4578696600004d4d002a000000080001${entry}00000000`, 'hex'))
}

function segment(marker, body) {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}
