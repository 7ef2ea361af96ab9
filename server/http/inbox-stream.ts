import type { Hono } from 'hono'
import type { Guard } from '#server/auth/guard.ts'
import type { InboxHint, InboxStream, InboxStreams } from '#server/plans/inbox/inbox-streams.ts'
import type { Logger } from '#server/runtime.ts'
import { inboxStreamPath } from '#shared/api/inbox.ts'
import { AppError } from '#shared/errors.ts'
import { LimitError, type OnLimited } from '#shared/limits.ts'
import { keepAliveMs } from '#shared/protocol/http.ts'
import { isForeign } from './admission.ts'
import { handshakeOf } from './handshake-request.ts'
import { problemResponse } from './problem.ts'
import { beginning, eventStreamHeaders } from './stream.ts'

type InboxStreamDependencies = {
  guard: Guard
  streams: InboxStreams
  allowsOrigin: (origin: string | null) => boolean
  onLimited: OnLimited
  logger: Logger
}

/**
 * Server-sent events to a signed-in user: `changed` whenever what waits for them may be something
 * else. The list itself is read at `GET /api/me/inbox`, with the rights of that moment. Mounted
 * beside the router of endpoints, because an answer without an end has no schema.
 */
export function mountInboxStream(
  app: Hono,
  { guard, streams, allowsOrigin, onLimited, logger }: InboxStreamDependencies,
): void {
  app.get(inboxStreamPath, async (c) => {
    const refused = (error: unknown) => problemResponse(error, { logger, route: inboxStreamPath })
    try {
      if (isForeign(handshakeOf(c), allowsOrigin)) return refused(new AppError('foreign-origin'))
      const actor = await guard.authenticate(c.req.header('cookie') ?? null)
      if (actor === null) return refused(new AppError('not-signed-in'))
      return c.body(bodyOf(streams.add(actor)), 200, eventStreamHeaders)
    } catch (error) {
      if (error instanceof LimitError) onLimited(error.limit)
      return refused(error)
    }
  })
}

/** Browsers drop an event without data. */
const eventOf = (name: InboxHint | 'begun') => `event: ${name}\ndata: 1\n\n`

/** Pulled hint by hint: a client that reads nothing has at most one waiting for it. */
function bodyOf(stream: InboxStream): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let isCancelled = false
  return new ReadableStream(
    {
      start: (controller) => controller.enqueue(encoder.encode(beginning + eventOf('begun'))),
      async pull(controller) {
        const hint = await stream.next(keepAliveMs)
        if (isCancelled) return
        controller.enqueue(encoder.encode(eventOf(hint)))
        if (hint !== 'ended') return
        stream.release()
        controller.close()
      },
      cancel() {
        isCancelled = true
        stream.release()
      },
    },
    { highWaterMark: 0 },
  )
}
