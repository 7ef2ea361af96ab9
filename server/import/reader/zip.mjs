// Opens a zip without trusting a word of it: entries are listed first, and a part is unpacked only when it is asked for
// and no further than its declared size, so that a file of a few kilobytes can't become gigabytes.
import { inflateRawSync } from 'node:zlib'
import { Refusal } from './refusal.mjs'

const maxEntries = 2000
/** Of all entries together, also those that are never unpacked: a document of 10 MB that claims more is no document. */
const maxUnpacked = 100 * 1024 * 1024
/** Of one part that is read. The text of a hundred pages is some 2 MB of XML. */
const maxPart = 24 * 1024 * 1024

const endOfDirectory = 0x06054b50
const directoryEntry = 0x02014b50
const localEntry = 0x04034b50

export function openZip(bytes) {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries = new Map()
  let total = 0
  for (const entry of directoryOf(buffer)) {
    if (entries.has(entry.name)) throw new Refusal('import-broken')
    entries.set(entry.name, entry)
    total += entry.size
    if (total > maxUnpacked) throw new Refusal('import-unpacks-too-large')
  }
  return {
    names: [...entries.keys()],
    has: (name) => entries.has(name),
    read: (name) => readEntry(buffer, entries.get(name)),
    text: (name) => xmlText(readEntry(buffer, entries.get(name))),
  }
}

function* directoryOf(buffer) {
  const end = findEnd(buffer)
  const count = buffer.readUInt16LE(end + 10)
  let at = buffer.readUInt32LE(end + 16)
  if (count > maxEntries) throw new Refusal('import-unpacks-too-large')
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > buffer.length || buffer.readUInt32LE(at) !== directoryEntry)
      throw new Refusal('import-broken')
    const lengths = [28, 30, 32].map((offset) => buffer.readUInt16LE(at + offset))
    const name = buffer.toString('utf8', at + 46, at + 46 + lengths[0])
    if (name.startsWith('/') || name.includes('..') || name.includes('\\') || name.includes('\0'))
      throw new Refusal('import-broken')
    yield {
      name,
      isEncrypted: (buffer.readUInt16LE(at + 8) & 1) === 1,
      method: buffer.readUInt16LE(at + 10),
      packed: buffer.readUInt32LE(at + 20),
      size: buffer.readUInt32LE(at + 24),
      offset: buffer.readUInt32LE(at + 42),
    }
    at += 46 + lengths[0] + lengths[1] + lengths[2]
  }
}

/** At the very end, but for a comment of at most 64 kB. */
function findEnd(buffer) {
  for (let at = buffer.length - 22; at >= Math.max(0, buffer.length - 22 - 0xffff); at -= 1)
    if (buffer.readUInt32LE(at) === endOfDirectory) return at
  throw new Refusal('import-broken')
}

function readEntry(buffer, entry) {
  if (entry === undefined) throw new Refusal('import-broken')
  if (entry.isEncrypted) throw new Refusal('import-locked')
  if (entry.size > maxPart) throw new Refusal('import-unpacks-too-large')
  const { offset, packed, method, size } = entry
  if (offset + 30 > buffer.length || buffer.readUInt32LE(offset) !== localEntry)
    throw new Refusal('import-broken')
  const start = offset + 30 + buffer.readUInt16LE(offset + 26) + buffer.readUInt16LE(offset + 28)
  if (start + packed > buffer.length) throw new Refusal('import-broken')
  const data = buffer.subarray(start, start + packed)
  if (method === 0) return data
  if (method !== 8) throw new Refusal('import-broken')
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(size, 1) })
  } catch (error) {
    throw new Refusal(
      error?.code === 'ERR_BUFFER_TOO_LARGE' ? 'import-unpacks-too-large' : 'import-broken',
    )
  }
}

/** No office program writes a document type; who does wants an entity to grow, or to be fetched. */
function xmlText(bytes) {
  let text
  try {
    const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8'
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new Refusal('import-broken')
  }
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new Refusal('import-broken')
  return text
}
