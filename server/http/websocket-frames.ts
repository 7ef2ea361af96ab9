import type { Writable } from 'node:stream'
import type { WebSocket } from 'ws'

/**
 * A message to everyone in a plan is framed once, not per recipient. The entry lives as long as the
 * messages.
 */
const framed = new WeakMap<readonly Uint8Array[], Buffer>()

/**
 * Sends messages with one write. `ws` frames each message again for each socket and writes each
 * separately; with twenty people in a plan that is most of the cost of a keystroke. `ws` has no
 * public way to write ready-made frames, so this writes to its socket: safe as long as nothing is
 * compressed, because then `ws` itself holds nothing back that could be overtaken.
 */
export function writeMessages(socket: WebSocket, messages: readonly Uint8Array[]): void {
  if (socket.readyState !== socket.OPEN) return
  const transport = (socket as unknown as { _socket?: Writable })._socket
  if (transport === undefined) for (const message of messages) socket.send(message)
  else transport.write(framesOf(messages))
}

/** RFC 6455, 5.2: whole binary messages of a server, which are not masked. */
export function framesOf(messages: readonly Uint8Array[]): Buffer {
  const known = framed.get(messages)
  if (known !== undefined) return known
  const bytes = Buffer.allocUnsafe(
    messages.reduce((sum, { byteLength }) => sum + headLength(byteLength) + byteLength, 0),
  )
  let at = 0
  for (const message of messages) {
    at = writeHead(bytes, at, message.byteLength)
    bytes.set(message, at)
    at += message.byteLength
  }
  framed.set(messages, bytes)
  return bytes
}

const finalBinary = 0x82

function headLength(length: number): number {
  return length < 126 ? 2 : length < 65_536 ? 4 : 10
}

function writeHead(bytes: Buffer, at: number, length: number): number {
  bytes[at] = finalBinary
  if (length < 126) {
    bytes[at + 1] = length
    return at + 2
  }
  if (length < 65_536) {
    bytes[at + 1] = 126
    bytes.writeUInt16BE(length, at + 2)
    return at + 4
  }
  bytes[at + 1] = 127
  bytes.writeBigUInt64BE(BigInt(length), at + 2)
  return at + 10
}
