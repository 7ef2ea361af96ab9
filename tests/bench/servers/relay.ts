import { WebSocketServer } from 'ws'
import { createMembership, isStep1, listenPort, nothingNew } from './relay-room.ts'

/** Passes each message on to the others in its room, without a document: the upper bound of `ws` itself. */
const sockets = new WebSocketServer({
  port: listenPort(),
  host: '127.0.0.1',
  perMessageDeflate: false,
})
const rooms = createMembership()

sockets.on('connection', (socket, request) => {
  const members = rooms.enter(request.url ?? '/', socket)
  socket.on('message', (data: Buffer) => {
    if (isStep1(data)) return socket.send(nothingNew)
    for (const other of members) if (other !== socket) other.send(data)
  })
  socket.on('error', () => undefined)
})
