import { type IncomingMessage, type Server, ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { maxFrameBytes } from '#shared/protocol/messages.ts'
import type { Logger } from '../runtime.ts'
import { type Knock, knockOfHandshake } from './knock.ts'

/**
 * A frame this large is not a client of ours any more; smaller ones that are still too large get our own close code,
 * because a bare 1009 would have the client send the same again for ever.
 */
const hardMaxPayload = 4 * maxFrameBytes

/** `refused`: an HTTP answer in place of the handshake, which the page that asked can't read. */
export type Admission =
  | { kind: 'refused'; status: 403 | 404 | 429 }
  | { kind: 'welcome'; onOpen: (socket: WebSocket) => void }

/** Null when the path is not one of these. */
export type SocketRoute = (path: string, knock: Knock) => Promise<Admission> | null

export type SocketDoor = {
  /** Takes the websocket handshakes of a server. */
  guard(server: Server): void
  /** Ends all connections without a word. */
  terminate(): void
}

/**
 * Opens websockets by `ws` alone. Through the web framework each handshake was first made a Request and each message an
 * event with a copy of its bytes: after a restart, when everybody comes back at once, a tenth of all work.
 */
export function createSocketDoor(routes: readonly SocketRoute[], logger: Logger): SocketDoor {
  // Not compressed: see websocket-frames.ts.
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: hardMaxPayload,
    perMessageDeflate: false,
  })

  const take = async (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    // A client that disconnects during admission is ignored; an error without a listener would be the process'.
    stream.on('error', ignore)
    const admission = await decide(request)
    if (stream.destroyed) return
    if (admission.kind === 'refused') return refuse(stream, admission.status)
    stream.off('error', ignore)
    sockets.handleUpgrade(request, stream, head, admission.onOpen)
  }
  const decide = async (request: IncomingMessage): Promise<Admission> => {
    const { path, knock } = knockOfHandshake(request)
    for (const route of routes) {
      const admission = route(path, knock)
      if (admission !== null) return admission
    }
    return { kind: 'refused', status: 404 }
  }

  return {
    guard(server) {
      server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
        if (request.headers.upgrade?.toLowerCase() !== 'websocket' && hasNoBody(request))
          return answerPlainly(server, request, stream)
        take(request, stream, head).catch((error: unknown) => {
          logger.error({ err: error }, 'a handshake could not be handled')
          stream.destroy()
        })
      })
    },
    terminate() {
      for (const socket of sockets.clients) socket.terminate()
    },
  }
}

function ignore(): void {}

/**
 * A server may go on as if nothing had been asked (RFC 9110, 7.8), and clients in Java ask for HTTP/2 with each first
 * request. Node hands such a request here and not to the application, unread beyond its head.
 */
function answerPlainly(server: Server, request: IncomingMessage, stream: Duplex): void {
  const response = new ServerResponse(request)
  response.shouldKeepAlive = false
  response.assignSocket(stream as Socket)
  response.once('finish', () => stream.end())
  stream.on('error', () => stream.destroy())
  server.emit('request', request, response)
}

function hasNoBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0'
}

function refuse(stream: Duplex, status: number): void {
  stream.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  )
}
