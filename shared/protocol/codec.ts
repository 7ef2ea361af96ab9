import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { ErrorCode } from '../errors.ts'
import type { EventFrame } from './events.ts'
import { type Hello, messageTypes, syncTypes } from './messages.ts'

/**
 * Bytes to frames and back. Decoding gives a value or `bad`; it never throws, whatever the bytes.
 */

export type ClientFrame =
  | { kind: 'step1'; stateVector: Uint8Array }
  /** A document update: an edit, or (not `isEdit`) the answer to our step 1. */
  | { kind: 'write'; update: Uint8Array; isEdit: boolean }
  | { kind: 'awareness'; entries: AwarenessEntry[] }
  | { kind: 'queryAwareness' }

export type AwarenessEntry = {
  clientId: number
  clock: number
  /** JSON text; `null` when the client left. */
  state: string
}

export function decodeClientFrame(bytes: Uint8Array): ClientFrame | { kind: 'bad' } {
  try {
    const decoder = decoding.createDecoder(bytes)
    const frame = readFrame(decoder)
    // Bytes after a message could smuggle a second one past the checks on the first.
    return frame !== null && !decoding.hasContent(decoder) ? frame : { kind: 'bad' }
  } catch {
    return { kind: 'bad' }
  }
}

function readFrame(decoder: decoding.Decoder): ClientFrame | null {
  const type = decoding.readVarUint(decoder)
  if (type === messageTypes.queryAwareness) return { kind: 'queryAwareness' }
  if (type === messageTypes.awareness)
    return { kind: 'awareness', entries: readAwareness(decoding.readVarUint8Array(decoder)) }
  if (type !== messageTypes.sync) return null
  const syncType = decoding.readVarUint(decoder)
  const body = decoding.readVarUint8Array(decoder)
  if (syncType === syncTypes.step1) return { kind: 'step1', stateVector: body }
  if (syncType === syncTypes.step2 || syncType === syncTypes.update)
    return { kind: 'write', update: body, isEdit: syncType === syncTypes.update }
  return null
}

function readAwareness(bytes: Uint8Array): AwarenessEntry[] {
  const decoder = decoding.createDecoder(bytes)
  const count = decoding.readVarUint(decoder)
  const entries: AwarenessEntry[] = []
  // `count` is a claim of the client; the loop ends with the bytes.
  for (let i = 0; i < count && decoding.hasContent(decoder); i++) {
    entries.push({
      clientId: decoding.readVarUint(decoder),
      clock: decoding.readVarUint(decoder),
      state: decoding.readVarString(decoder),
    })
  }
  return entries
}

function frame(...write: ((encoder: encoding.Encoder) => void)[]): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const part of write) part(encoder)
  return encoding.toUint8Array(encoder)
}

const uint = (value: number) => (encoder: encoding.Encoder) => encoding.writeVarUint(encoder, value)
const bytes = (value: Uint8Array) => (encoder: encoding.Encoder) =>
  encoding.writeVarUint8Array(encoder, value)
const json = (value: unknown) => (encoder: encoding.Encoder) =>
  encoding.writeVarString(encoder, JSON.stringify(value))

export const encodeStep1 = (stateVector: Uint8Array) =>
  frame(uint(messageTypes.sync), uint(syncTypes.step1), bytes(stateVector))
export const encodeStep2 = (update: Uint8Array) =>
  frame(uint(messageTypes.sync), uint(syncTypes.step2), bytes(update))
export const encodeUpdate = (update: Uint8Array) =>
  frame(uint(messageTypes.sync), uint(syncTypes.update), bytes(update))

export function encodeAwareness(entries: readonly AwarenessEntry[]): Uint8Array {
  const body = frame(
    uint(entries.length),
    ...entries.flatMap((entry) => [
      uint(entry.clientId),
      uint(entry.clock),
      (encoder: encoding.Encoder) => encoding.writeVarString(encoder, entry.state),
    ]),
  )
  return frame(uint(messageTypes.awareness), bytes(body))
}

export const encodeHello = (hello: Hello) => frame(uint(messageTypes.hello), json(hello))
/** `count`: how many sync step 2 / update messages of this connection are committed so far. */
export const encodeAck = (count: number, seq: number) =>
  frame(uint(messageTypes.ack), uint(count), uint(seq))
export const encodeEvent = (event: EventFrame) => frame(uint(messageTypes.event), json(event))
export const encodeRefused = (code: ErrorCode) => frame(uint(messageTypes.refused), json({ code }))
