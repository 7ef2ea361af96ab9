import { upgradeWebSocket } from '@hono/node-server'
import type { Context, Hono } from 'hono'
import { type WebSocket, WebSocketServer } from 'ws'
import { disciplines } from '#shared/disciplines.ts'
import { AppError, type ErrorCode, errorTable } from '#shared/errors.ts'
import { initialsOf, maxFrameBytes } from '#shared/protocol/messages.ts'
import { richTextSchemaVersion } from '#shared/richtext/extensions.ts'
import type { Actor, Guard, Membership } from '../auth/guard.ts'
import type { Clock, Logger } from '../runtime.ts'
import { Connection, type Socket } from '../sync/connection.ts'
import type { Rooms } from '../sync/rooms.ts'

export type SyncDependencies = {
  rooms: Rooms
  guard: Guard
  /** Whether a page of this origin may open a socket; cookies travel with a websocket from any site. */
  allowsOrigin: (origin: string | null) => boolean
  clock: Clock
  logger: Logger
}

/**
 * A frame this large is not a client of ours any more; smaller ones that are still too large get our own close code,
 * because a bare 1009 would have the client send the same again for ever.
 */
const hardMaxPayload = 8 * maxFrameBytes

export function createSocketServer(): WebSocketServer {
  return new WebSocketServer({ noServer: true, maxPayload: hardMaxPayload, perMessageDeflate: false })
}

type Entry = { kind: 'welcome'; actor: Actor; membership: Membership } | { kind: 'refused'; code: ErrorCode }

/**
 * `/sync/<planId>`. A foreign Origin is refused before the handshake; every other refusal comes as a close code after
 * it, because a browser can't see why a handshake failed.
 */
export function mountSync(app: Hono, dependencies: SyncDependencies): void {
  const { guard, rooms, clock, logger } = dependencies
  app.get('/sync/:planId', async (c, next) => {
    if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') return c.text('websocket verwacht', 426)
    if (!dependencies.allowsOrigin(c.req.header('origin') ?? null)) return c.text(errorTable['foreign-origin'].text, 403)
    const planId = c.req.param('planId')
    const entry = await decideEntry(guard, planId, c)
    // Decided before the handshake, so that no message can arrive while we do not know from whom.
    return upgradeWebSocket(() => {
      let connection: Connection | null = null
      return {
        onOpen(_event, ws) {
          const raw = ws.raw as WebSocket
          if (entry.kind === 'refused') return raw.close(closeCode(entry.code), entry.code)
          const { actor, membership } = entry
          connection = new Connection({
            socket: toSocket(raw),
            rooms,
            planId,
            identity: { userId: actor.userId, role: membership.role, presence: presenceOf(actor, membership), hasExtensions: c.req.query('ext') === '1' },
            epoch: c.req.query('epoch') ?? null,
            isStillAllowed: async () => (await guard.membership(planId, actor.userId).catch(() => null))?.role === membership.role,
            sessionExpiresAt: actor.sessionExpiresAt,
            clock,
            logger,
          })
          raw.on('pong', () => connection?.onPong())
        },
        onMessage(event) {
          try {
            if (typeof event.data === 'string') connection?.close('bad-frame')
            else connection?.onMessage(toBytes(event.data as ArrayBuffer | Buffer))
          } catch (error) {
            // The adapter would only print it; one client's message must not leave its connection half alive.
            logger.error({ err: error, planId }, 'a frame could not be handled')
            connection?.close('bad-frame')
          }
        },
        onClose: () => connection?.onClosed(),
        onError: () => connection?.onClosed(),
      }
    })(c, next)
  })
}

async function decideEntry(guard: Guard, planId: string, c: Context): Promise<Entry> {
  try {
    const schema = c.req.query('schema')
    if (schema !== undefined && schema !== String(richTextSchemaVersion)) return { kind: 'refused', code: 'client-too-old' }
    const actor = await guard.authenticate(c.req.raw.headers)
    if (actor === null) return { kind: 'refused', code: 'not-signed-in' }
    const membership = await guard.membership(planId, actor.userId)
    return membership === null ? { kind: 'refused', code: 'no-access' } : { kind: 'welcome', actor, membership }
  } catch (error) {
    return { kind: 'refused', code: error instanceof AppError ? error.code : 'unavailable' }
  }
}

function closeCode(code: ErrorCode): number {
  const row: { close?: number } = errorTable[code]
  return row.close ?? 4503
}

function presenceOf(actor: Actor, membership: Membership): Connection['presence'] {
  const { discipline } = membership
  return { id: actor.userId, name: actor.name, initials: initialsOf(actor.name), discipline, color: disciplines[discipline ?? 'overig'].color }
}

function toBytes(data: ArrayBuffer | Buffer): Uint8Array {
  return data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

function toSocket(raw: WebSocket): Socket {
  return {
    get bufferedBytes() {
      return raw.bufferedAmount
    },
    send(bytes) {
      if (raw.readyState === raw.OPEN) raw.send(bytes)
    },
    close: (code, reason) => raw.close(code, reason),
    terminate: () => raw.terminate(),
    ping() {
      if (raw.readyState === raw.OPEN) raw.ping()
    },
  }
}
