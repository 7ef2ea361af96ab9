import { upgradeWebSocket } from '@hono/node-server'
import type { Hono } from 'hono'
import { type WebSocket, WebSocketServer } from 'ws'
import { type ErrorCode, errorTable } from '#shared/errors.ts'
import { maxFrameBytes } from '#shared/protocol/messages.ts'
import type { Clock } from '../runtime.ts'
import type { Connection, Socket } from '../sync/connection.ts'
import { mountConnectionCheck } from './connection-check.ts'
import { closeCode, decideEntry, enterPlan, isForeign, receive, type SyncDependencies } from './entry.ts'
import { mountStream } from './stream.ts'
import { writeMessages } from './websocket-frames.ts'

/**
 * A frame this large is not a client of ours any more; smaller ones that are still too large get our own close code,
 * because a bare 1009 would have the client send the same again for ever.
 */
const hardMaxPayload = 4 * maxFrameBytes

/** How long someone who was turned away may take to hang up. */
const farewellMs = 2_000

export function createSocketServer(): WebSocketServer {
  return new WebSocketServer({ noServer: true, maxPayload: hardMaxPayload, perMessageDeflate: false })
}

/** Every way into a plan's room, and the public check of which of them work on a network. */
export function mountSync(app: Hono, dependencies: SyncDependencies): void {
  mountSocket(app, dependencies)
  mountStream(app, dependencies)
  mountConnectionCheck(app, dependencies)
}

/**
 * `/sync/<planId>`. A foreign Origin is refused before the handshake; every other refusal comes as a close code after
 * it, because a browser can't see why a handshake failed.
 */
function mountSocket(app: Hono, dependencies: SyncDependencies): void {
  const { guard, logger } = dependencies
  app.get('/sync/:planId', async (c, next) => {
    if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') return c.text('websocket verwacht', 426)
    if (isForeign(c, dependencies.allowsOrigin)) return c.text(errorTable['foreign-origin'].text, 403)
    const planId = c.req.param('planId')
    const entry = await decideEntry(guard, planId, c)
    // Decided before the handshake, so that no message can arrive while we do not know from whom.
    return upgradeWebSocket(() => {
      let connection: Connection | null = null
      return {
        onOpen(_event, ws) {
          const raw = ws.raw as WebSocket
          if (entry.kind === 'refused') return turnAway(raw, entry.code, dependencies.clock)
          connection = enterPlan(dependencies, c, planId, entry, toSocket(raw))
          raw.on('pong', () => connection?.onPong())
        },
        onMessage(event) {
          if (connection === null) return
          if (typeof event.data === 'string') connection.close('bad-frame')
          else receive(connection, toBytes(event.data as ArrayBuffer | Buffer), { logger, planId })
        },
        onClose: () => connection?.onClosed(),
        onError: () => connection?.onClosed(),
      }
    })(c, next)
  })
}

/** Says why and hangs up. Someone who is nobody here gets no time and no memory: a first message ends it too. */
function turnAway(socket: WebSocket, code: ErrorCode, clock: Clock): void {
  socket.close(closeCode(code), code)
  socket.on('message', () => socket.terminate())
  const cancel = clock.after(farewellMs, () => socket.terminate())
  socket.on('close', cancel)
}

function toBytes(data: ArrayBuffer | Buffer): Uint8Array {
  return data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

function toSocket(raw: WebSocket): Socket {
  return {
    get bufferedBytes() {
      return raw.bufferedAmount
    },
    send: (messages) => writeMessages(raw, messages),
    close: (code, reason) => raw.close(code, reason),
    terminate: () => raw.terminate(),
    ping() {
      if (raw.readyState === raw.OPEN) raw.ping()
    },
    pause: () => raw.pause(),
    resume: () => raw.resume(),
  }
}
