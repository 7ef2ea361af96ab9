import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { createMembership, isStep1, listenPort, nothingNew } from './relay-room.ts'

/**
 * The relay with two changes: a message is framed once and not for each receiver, and each receiver gets one write per turn of
 * the event loop. This is the upper bound of broadcasting on this machine.
 */
type Turn = { members: ReadonlySet<WebSocket>; frames: { from: WebSocket; bytes: Buffer }[] }

const sockets = new WebSocketServer({
  port: listenPort(),
  host: '127.0.0.1',
  perMessageDeflate: false,
})
const rooms = createMembership()
const turns = new Map<ReadonlySet<WebSocket>, Turn>()

sockets.on('connection', (socket, request) => {
  const members = rooms.enter(request.url ?? '/', socket)
  socket.on('message', (data: Buffer) => {
    if (isStep1(data)) return socket.send(nothingNew)
    if (turns.size === 0) setImmediate(flush)
    const turn = turns.get(members) ?? { members, frames: [] }
    turns.set(members, turn)
    turn.frames.push({ from: socket, bytes: toFrame(data) })
  })
  socket.on('error', () => undefined)
})

function flush(): void {
  for (const { members, frames } of turns.values()) {
    const senders = new Set(frames.map((frame) => frame.from))
    const whole = Buffer.concat(frames.map((frame) => frame.bytes))
    for (const member of members) {
      const bytes = senders.has(member)
        ? Buffer.concat(frames.filter((frame) => frame.from !== member).map((frame) => frame.bytes))
        : whole
      if (bytes.length > 0) transportOf(member).write(bytes)
    }
  }
  turns.clear()
}

/** A whole binary frame from a server: not masked. */
function toFrame(data: Buffer): Buffer {
  const { length } = data
  const head =
    length < 126
      ? Buffer.from([0x82, length])
      : length < 65536
        ? Buffer.from([0x82, 126, length >> 8, length & 255])
        : Buffer.alloc(10)
  if (length >= 65536) {
    head[0] = 0x82
    head[1] = 127
    head.writeBigUInt64BE(BigInt(length), 2)
  }
  return Buffer.concat([head, data])
}

/** `ws` has no public way to write bytes that are framed already. */
function transportOf(socket: WebSocket): Duplex {
  return (socket as unknown as { _socket: Duplex })._socket
}
