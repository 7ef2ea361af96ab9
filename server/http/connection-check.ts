import type { Hono } from 'hono'
import type { WebSocket } from 'ws'
import type { MonotonicClock } from '../runtime.ts'
import { isForeign, type SyncDependencies } from './admission.ts'
import { networkOf } from './client-address.ts'
import { type HandshakeRequest, handshakeOf } from './handshake-request.ts'
import { createRateLimit } from './rate-limit.ts'
import { readBytes } from './read-body.ts'
import type { UpgradeRoute } from './websocket-upgrade.ts'

/** Everything here is public, so it is small and limited in time. */
const maxEchoBytes = 1024
const maxEchoes = 4
const socketLifeMs = 60_000
const pieces = 3
const betweenPiecesMs = 500

/**
 * Serves the page "Verbindingstest", which tests without signing in which transports a network
 * allows: plain requests here, and a websocket on the route below.
 */
export function mountConnectionCheck(
  app: Hono,
  {
    clock,
    onLimited,
    addressOf,
    allowsOrigin,
  }: Pick<SyncDependencies, 'clock' | 'onLimited' | 'addressOf' | 'allowsOrigin'>,
): UpgradeRoute {
  const limit = createRateLimit({ clock, limit: 'connectionChecks' })
  function admit(handshake: HandshakeRequest): 403 | 429 | null {
    if (isForeign(handshake, allowsOrigin)) return 403
    if (limit.take(networkOf(addressOf(handshake.arrival)))) return null
    onLimited('connectionChecks')
    return 429
  }
  app.use('/sync-check/*', async (c, next) => {
    const status = admit(handshakeOf(c))
    return status === null ? next() : c.body(null, status)
  })

  app.get('/sync-check', (c) => c.text('websocket verwacht', 426))

  app.get('/sync-check/stream', (c) =>
    c.body(dripping(clock), 200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    }),
  )

  app.post('/sync-check/echo', async (c) => {
    const bytes = await readBytes(c.req.raw, maxEchoBytes)
    return bytes === 'too-large' || bytes === 'broken'
      ? c.body(null, 413)
      : c.body(bytes as Uint8Array<ArrayBuffer>, 200, {
          'content-type': 'application/octet-stream',
          'cache-control': 'no-store',
        })
  })

  return (path, handshake) => {
    if (path !== '/sync-check') return null
    const status = admit(handshake)
    return Promise.resolve(
      status === null
        ? { kind: 'welcome', onOpen: (socket) => echo(socket, clock) }
        : { kind: 'refused', status },
    )
  }
}

function echo(socket: WebSocket, clock: MonotonicClock): void {
  let echoes = 0
  const cancel = clock.after(socketLifeMs, () => socket.close(1000))
  socket.on('message', (data: Buffer, isBinary) => {
    if (++echoes > maxEchoes || isBinary || data.length > maxEchoBytes) socket.close(1008)
    else socket.send(data, { binary: false })
  })
  socket.on('close', cancel)
  // An error is followed by a close; without a listener it would crash the process.
  socket.on('error', cancel)
}

/** Sent in pieces: on a network that buffers responses they arrive together. */
function dripping(clock: MonotonicClock): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let sent = 0
  return new ReadableStream(
    {
      async pull(controller) {
        if (sent > 0) await new Promise<void>((resolve) => clock.after(betweenPiecesMs, resolve))
        sent++
        controller.enqueue(encoder.encode(`data: ${sent}${' '.repeat(2048)}\n\n`))
        if (sent === pieces) controller.close()
      },
    },
    { highWaterMark: 0 },
  )
}
