import type { Context, Hono } from 'hono'
import { type ErrorCode, errorTable } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import { decodeBatch, keepAliveMs, longestWaitMs, type Opened } from '#shared/protocol/http.ts'
import { maxFrameBytes } from '#shared/protocol/messages.ts'
import { systemIds } from '../runtime.ts'
import type { Connection } from '../sync/room/connection.ts'
import {
  closeCode,
  decideAdmission,
  enterPlan,
  isForeign,
  type SyncDependencies,
} from './admission.ts'
import { handshakeOf } from './handshake-request.ts'
import { readBytes } from './read-body.ts'
import { StreamSocket } from './stream-socket.ts'

/** A batch holds the frames that waited for the previous batch, or one large frame. */
const maxBatchBytes = 2 * maxFrameBytes

/**
 * `no-transform` keeps a proxy from compressing, and so from buffering, a stream that must arrive
 * piece by piece.
 */
const headers = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
}
/** Some virus scanners forward nothing before they have seen this many bytes. */
const beginning = `:${' '.repeat(2048)}\n\n`

type Session = {
  planId: string
  userId: string
  sessionId: string
  connection: Connection
  socket: StreamSocket
  lastBatch: number
}

/**
 * The same rooms over plain requests, for networks that block websockets. Open with a POST, read
 * with a GET (a stream, or with `wait` one answer), write with a POST.
 */
export function mountStream(app: Hono, dependencies: SyncDependencies): void {
  const { guard, clock, logger, allowsOrigin, onLimited } = dependencies
  const sessions = new Map<string, Session>()

  app.use('/sync/:planId/stream/*', async (c, next) =>
    isForeign(handshakeOf(c), allowsOrigin)
      ? c.text(errorTable['foreign-origin'].text, 403)
      : next(),
  )

  app.post('/sync/:planId/stream', async (c) => {
    const planId = c.req.param('planId')
    const handshake = handshakeOf(c)
    const admission = await decideAdmission(dependencies, planId, handshake)
    const refused = (code: ErrorCode) =>
      answer(c, { kind: 'closed', code: closeCode(code), reason: code })
    if (admission.kind === 'refused') return refused(admission.code)
    const id = systemIds.secret()
    const socket = new StreamSocket({
      clock,
      onGone: () => {
        sessions.delete(id)
        connection.onClosed()
      },
    })
    const connection = enterPlan(dependencies, handshake, planId, admission, socket)
    // The room decides at once whether the client exceeds its limit of connections.
    if (socket.isClosed) return refused('too-many-screens')
    const { userId, sessionId } = admission.actor
    sessions.set(id, { planId, userId, sessionId, connection, socket, lastBatch: 0 })
    return answer(c, { kind: 'open', id })
  })

  app.get('/sync/:planId/stream/:id', async (c) => {
    const session = await find(c)
    if (session instanceof Response) return session
    session.connection.onPong()
    const reader = session.socket.read(wholeNumber(c.req.query('after')))
    const wait = c.req.query('wait')
    if (wait === undefined) return c.body(streamOf(reader), 200, headers)
    // A client that disconnected must not count as present until the wait ends.
    c.req.raw.signal.addEventListener('abort', () => reader.release())
    const text = await reader.next(Math.min(longestWaitMs, wholeNumber(wait)))
    reader.release()
    return c.body(text ?? '', 200, headers)
  })

  app.post('/sync/:planId/stream/:id', async (c) => {
    const session = await find(c)
    if (session instanceof Response) return session
    const { connection, socket } = session
    const bytes = await readBytes(c.req.raw, maxBatchBytes)
    if (sessions.get(c.req.param('id')) !== session) return c.body(null, 410)
    if (bytes === 'too-large') {
      connection.close('too-large')
      return c.body(null, 413)
    }
    if (bytes === 'broken') return c.body(null, 400)
    // No await from here on, so that batches are handled whole and in order.
    const batch = decodeBatch(bytes, limits.batchFrames.max)
    if (batch === 'too-many') {
      onLimited('batchFrames')
      connection.close(limits.batchFrames.over)
      return c.body(null, 413)
    }
    if (batch === null) connection.close('bad-frame')
    if (batch === null || batch.number <= session.lastBatch) return c.body(null, 204)
    if (batch.number > session.lastBatch + 1) {
      socket.terminate()
      return c.body(null, 410)
    }
    session.lastBatch = batch.number
    connection.onPong()
    socket.confirm(batch.received)
    for (const frame of batch.frames) connection.onMessage(frame)
    if (batch.isLast) socket.terminate()
    await socket.reading
    return c.body(null, 204)
  })

  /**
   * The id is part of addresses, which proxies log: it is valid only with the cookie of the user
   * who opened the stream.
   */
  async function find(c: Context): Promise<Session | Response> {
    const session = sessions.get(c.req.param('id') ?? '')
    if (session === undefined || session.planId !== c.req.param('planId')) return c.body(null, 410)
    try {
      const actor = await guard.authenticate(c.req.header('cookie') ?? null)
      if (actor === null) return c.body(null, 401)
      return actor.sessionId === session.sessionId ? session : c.body(null, 410)
    } catch (error) {
      logger.warn(
        { err: error, planId: session.planId },
        'a request on a stream could not be checked',
      )
      return c.body(null, 503)
    }
  }
}

function answer(c: Context, opened: Opened): Response {
  return c.json(opened, 200, { 'cache-control': 'no-store' })
}

function wholeNumber(text: string | undefined): number {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : 0
}

/**
 * Pulled piece by piece, so that bytes a slow client has not taken stay in the socket, where they
 * are counted.
 */
function streamOf(reader: ReturnType<StreamSocket['read']>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let isCancelled = false
  return new ReadableStream(
    {
      start: (controller) => controller.enqueue(encoder.encode(beginning)),
      async pull(controller) {
        const text = await reader.next(keepAliveMs)
        if (isCancelled) return
        if (text !== null) return controller.enqueue(encoder.encode(text === '' ? ':\n\n' : text))
        reader.release()
        controller.close()
      },
      cancel() {
        isCancelled = true
        reader.release()
      },
    },
    { highWaterMark: 0 },
  )
}
