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
import {
  decodeRequest,
  encodeAnswer,
  holderOf,
  type StreamAnswer,
  StreamElsewhere,
  type StreamRequest,
  streamIdOf,
} from './stream-elsewhere.ts'
import { StreamSocket } from './stream-socket.ts'

/** A batch holds the frames that waited for the previous batch, or one large frame. */
const maxBatchBytes = 2 * maxFrameBytes

/**
 * `no-transform` keeps a proxy from compressing, and so from buffering, a stream that must arrive
 * piece by piece.
 */
export const eventStreamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
}
/** Some virus scanners forward nothing before they have seen this many bytes. */
export const beginning = `:${' '.repeat(2048)}\n\n`

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
  const { guard, clock, logger, allowsOrigin, onLimited, calls } = dependencies
  const elsewhere = new StreamElsewhere(calls, limits.requestsElsewhere.max)
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
    const id = streamIdOf(systemIds.secret(), calls.nodeId)
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
    const wait = c.req.query('wait')
    const waitMs = wait === undefined ? keepAliveMs : Math.min(longestWaitMs, wholeNumber(wait))
    const after = wholeNumber(c.req.query('after'))
    const asked = { ...whoseOf(c), kind: 'read', after, waitMs } as const
    const holder = holderOf(asked.id, calls.nodeId)
    if (holder !== null) {
      const first = await pass(holder, asked)
      if (first === 'too-many' || first.status !== 200) return ended(c, first)
      return wait === undefined
        ? c.body(streamOf(elsewhere.reader(holder, asked, first)), 200, eventStreamHeaders)
        : c.body(first.text ?? '', 200, eventStreamHeaders)
    }
    const session = await find(asked)
    if (typeof session === 'number') return c.body(null, session)
    session.connection.onPong()
    const reader = session.socket.read(after)
    if (wait === undefined) return c.body(streamOf(reader), 200, eventStreamHeaders)
    // A client that disconnected must not count as present until the wait ends.
    c.req.raw.signal.addEventListener('abort', () => reader.release())
    const text = await reader.next(waitMs)
    reader.release()
    return c.body(text ?? '', 200, eventStreamHeaders)
  })

  app.post('/sync/:planId/stream/:id', async (c) => {
    const whose = whoseOf(c)
    const holder = holderOf(whose.id, calls.nodeId)
    const session = holder === null ? await find(whose) : null
    if (typeof session === 'number') return c.body(null, session)
    if (holder !== null && (await isStranger(whose.cookie))) return c.body(null, 401)
    const bytes = await readBytes(c.req.raw, maxBatchBytes)
    if (bytes === 'broken') return c.body(null, 400)
    if (holder !== null)
      return bytes === 'too-large'
        ? c.body(null, 413)
        : ended(c, await pass(holder, { ...whose, kind: 'write', bytes }))
    if (session === null || sessions.get(whose.id) !== session) return c.body(null, 410)
    return c.body(null, await write(session, bytes))
  })

  calls.serve(async (request) => {
    const asked = decodeRequest(request)
    const session = await find(asked)
    if (typeof session === 'number') return encodeAnswer({ status: session, text: null })
    if (asked.kind === 'write')
      return encodeAnswer({ status: await write(session, asked.bytes), text: null })
    session.connection.onPong()
    const reader = session.socket.read(asked.after)
    const text = await reader.next(asked.waitMs)
    reader.release()
    return encodeAnswer({ status: 200, text })
  })

  /** The status of the answer. */
  async function write(session: Session, bytes: Uint8Array | 'too-large'): Promise<WriteStatus> {
    const { connection, socket } = session
    if (bytes === 'too-large') {
      connection.close('too-large')
      return 413
    }
    // No await from here on, so that batches are handled whole and in order.
    const batch = decodeBatch(bytes, limits.batchFrames.max)
    if (batch === 'too-many') {
      onLimited('batchFrames')
      connection.close(limits.batchFrames.over)
      return 413
    }
    if (batch === null) connection.close('bad-frame')
    if (batch === null || batch.number <= session.lastBatch) return 204
    if (batch.number > session.lastBatch + 1) {
      socket.terminate()
      return 410
    }
    session.lastBatch = batch.number
    connection.onPong()
    socket.confirm(batch.received)
    for (const frame of batch.frames) connection.onMessage(frame)
    if (batch.isLast) socket.terminate()
    await socket.reading
    return 204
  }

  async function pass(holder: string, request: StreamRequest) {
    try {
      return (await isStranger(request.cookie))
        ? { status: 401, text: null }
        : await elsewhere.pass(holder, request)
    } catch (error) {
      logger.warn({ err: error }, 'a request on a stream could not be passed on')
      return { status: 503, text: null }
    }
  }

  function ended(c: Context, answered: StreamAnswer | 'too-many'): Response {
    if (answered === 'too-many') onLimited('requestsElsewhere')
    const status = answered === 'too-many' ? 429 : answered.status
    return c.body(null, status as 204)
  }

  /** A stranger must not make one node write to another one. */
  const isStranger = async (cookie: string) => (await guard.authenticate(cookie)) === null

  /**
   * The id is part of addresses, which proxies log: it is valid only with the cookie of the user
   * who opened the stream. Returns the status of a refusal.
   */
  async function find({ planId, id, cookie }: Whose): Promise<Session | 401 | 410 | 503> {
    const session = sessions.get(id)
    if (session === undefined || session.planId !== planId) return 410
    try {
      const actor = await guard.authenticate(cookie)
      if (actor === null) return 401
      return actor.sessionId === session.sessionId ? session : 410
    } catch (error) {
      logger.warn({ err: error, planId }, 'a request on a stream could not be checked')
      return 503
    }
  }
}

type WriteStatus = 204 | 410 | 413
type Whose = Pick<StreamRequest, 'planId' | 'id' | 'cookie'>

function whoseOf(c: Context): Whose {
  return {
    planId: c.req.param('planId') ?? '',
    id: c.req.param('id') ?? '',
    cookie: c.req.header('cookie') ?? '',
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
function streamOf(
  reader: Pick<ReturnType<StreamSocket['read']>, 'next' | 'release'>,
): ReadableStream<Uint8Array> {
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
