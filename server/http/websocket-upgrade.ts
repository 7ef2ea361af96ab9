import { type IncomingMessage, type Server, ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Logger } from '#server/runtime.ts'
import { maxFrameBytes } from '#shared/protocol/messages.ts'
import { type HandshakeRequest, handshakeOfUpgrade } from './handshake-request.ts'

/**
 * Our own client never sends a frame this large; a smaller frame that is still too large gets our
 * own close code, because a bare 1009 would make the client send it again for ever.
 */
const hardMaxPayload = 4 * maxFrameBytes

/** `refused`: an HTTP response instead of the handshake, which the requesting page can't read. */
export type UpgradeDecision =
  | { kind: 'refused'; status: 403 | 404 | 429 }
  | { kind: 'welcome'; onOpen: (socket: WebSocket) => void }

/** Null if the path is not handled here. */
export type UpgradeRoute = (
  path: string,
  handshake: HandshakeRequest,
) => Promise<UpgradeDecision> | null

export type WebsocketUpgrades = {
  /** Handles the websocket handshakes of a server. */
  guard(server: Server): void
  /** Ends all connections without a close frame. */
  terminate(): void
}

/**
 * Opens websockets with `ws` directly. The web framework turned each handshake into a Request and
 * each message into an event with a copy of its bytes: after a restart, when everybody reconnects
 * at once, that was a tenth of all work.
 */
export function createWebsocketUpgrades(
  routes: readonly UpgradeRoute[],
  logger: Logger,
): WebsocketUpgrades {
  // Not compressed: see websocket-frames.ts.
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: hardMaxPayload,
    perMessageDeflate: false,
  })

  const take = async (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    // A client that disconnects during admission is ignored; without a listener its error would
    // crash the process.
    stream.on('error', ignore)
    const decision = await decide(request)
    if (stream.destroyed) return
    if (decision.kind === 'refused') return refuse(stream, decision.status)
    stream.off('error', ignore)
    sockets.handleUpgrade(request, stream, head, decision.onOpen)
  }
  const decide = async (request: IncomingMessage): Promise<UpgradeDecision> => {
    const { path, handshake } = handshakeOfUpgrade(request)
    for (const route of routes) {
      const decision = route(path, handshake)
      if (decision !== null) return decision
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
 * A server may ignore an upgrade request (RFC 9110, 7.8), and Java clients ask for HTTP/2 with each
 * first request. Node passes such a request to this handler and not to the application, with only
 * its head read.
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
