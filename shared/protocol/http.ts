import * as buffer from 'lib0/buffer'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/**
 * The wire for networks that block websockets: the same frames, in numbered batches up (bytes) and
 * as numbered server-sent events down (text). PROTOCOL.md, "Over HTTP", holds the rules.
 */

/** One POST. Without frames it only reports that the client is present and what it has received. */
export type Batch = {
  /** 1, 2, 3 … on one connection, to recognise a retry. */
  number: number
  /** Number of the last received item: the server can drop it and all earlier ones. */
  received: number
  /** The client leaves; nothing follows. */
  isLast: boolean
  frames: readonly Uint8Array[]
}

/** The items from server to client. */
export type Item = { number: number } & (
  | { kind: 'frame'; bytes: Uint8Array }
  | { kind: 'close'; code: number; reason: string }
)

/**
 * The answer to opening: the id of a connection, or the close code that a websocket would have
 * received.
 */
export type Opened = { kind: 'open'; id: string } | { kind: 'closed'; code: number; reason: string }

/**
 * Longest silence on a stream, and so the interval at which a client reports its presence: proxies
 * cut after 25 s or more.
 */
export const keepAliveMs = 15_000
/** Longest time that a request waits for an item. */
export const longestWaitMs = 20_000

export function encodeBatch({ number, received, isLast, frames }: Batch): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, number)
  encoding.writeVarUint(encoder, received)
  encoding.writeVarUint(encoder, isLast ? 1 : 0)
  for (const frame of frames) encoding.writeVarUint8Array(encoder, frame)
  return encoding.toUint8Array(encoder)
}

/**
 * Null for bytes that are not a batch; never throws. Each frame takes more memory than its bytes,
 * so frames are counted.
 */
export function decodeBatch(bytes: Uint8Array, maxFrames: number): Batch | 'too-many' | null {
  try {
    const decoder = decoding.createDecoder(bytes)
    const number = decoding.readVarUint(decoder)
    const received = decoding.readVarUint(decoder)
    const isLast = decoding.readVarUint(decoder) === 1
    const frames: Uint8Array[] = []
    while (decoding.hasContent(decoder)) {
      if (frames.length >= maxFrames) return 'too-many'
      frames.push(decoding.readVarUint8Array(decoder))
    }
    return { number, received, isLast, frames }
  } catch {
    return null
  }
}

export function encodeItem(item: Item): string {
  if (item.kind === 'frame') return `id: ${item.number}\ndata: ${buffer.toBase64(item.bytes)}\n\n`
  return `id: ${item.number}\nevent: close\ndata: ${JSON.stringify({ code: item.code, reason: item.reason })}\n\n`
}

/** Reads items from a text that arrives in arbitrary pieces. Skips comments and unknown fields. */
export function createItemReader(): (text: string) => Item[] {
  let rest = ''
  return (text) => {
    const events = (rest + text).split('\n\n')
    rest = events.pop() ?? ''
    return events.map(readItem).filter((item) => item !== null)
  }
}

function readItem(event: string): Item | null {
  const fields = new Map(
    event
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
  )
  const number = Number(fields.get('id'))
  const data = fields.get('data')
  if (!Number.isSafeInteger(number) || data === undefined) return null
  try {
    if (fields.get('event') !== 'close')
      return { number, kind: 'frame', bytes: buffer.fromBase64(data) }
    const { code, reason } = JSON.parse(data) as { code: unknown; reason: unknown }
    return { number, kind: 'close', code: Number(code), reason: String(reason) }
  } catch {
    return null
  }
}
