import type { Writable } from 'node:stream'
import type { WebSocket } from 'ws'

/** What one moment sends to everyone in a plan is framed once, not for each. Gone when the messages are. */
const framed = new WeakMap<readonly Uint8Array[], Buffer>()

/**
 * Sends messages with one write. `ws` frames each message for each socket anew and writes each apart; with twenty people in a
 * plan that is most of what a keystroke costs. It has no public way to write what is framed already, so this goes to its
 * socket: allowed as long as nothing is compressed, because then `ws` itself holds nothing back that could be overtaken.
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
