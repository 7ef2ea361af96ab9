import { createServer } from 'node:http'
import { setupWSConnection } from '@y/websocket-server/utils'
import { WebSocketServer } from 'ws'
import { listenPort } from './relay-room.ts'

/** Like its own `server.js`, with the `ws` of the others. It stores documents in LevelDB if YPERSISTENCE names a folder. */
const server = createServer((_request, response) => response.end('ok'))
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
sockets.on('connection', (socket, request) => setupWSConnection(socket, request))
server.on('upgrade', (request, socket, head) =>
  sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request)),
)
server.listen(listenPort(), '127.0.0.1')
