import { upgradeWebSocket } from '@hono/node-server'
import type { Hono } from 'hono'
import type { Clock } from '../runtime.ts'
import { isForeign, type SyncDependencies } from './entry.ts'
import { createRateLimit } from './rate-limit.ts'
import { readBytes } from './read-bytes.ts'

/** Everything here is open to anyone, so it is small and runs out. */
const maxEchoBytes = 1024
const maxEchoes = 4
const socketLifeMs = 60_000
const pieces = 3
const betweenPiecesMs = 500

/** Where the page "Verbindingstest" tries, without signing in, which ways to the server a network lets through. */
export function mountConnectionCheck(app: Hono, { clock, allowsOrigin }: Pick<SyncDependencies, 'clock' | 'allowsOrigin'>): void {
  const limit = createRateLimit({ clock, burst: 120, refillMs: 500 })
  app.use('/sync-check/*', async (c, next) => {
    if (isForeign(c, allowsOrigin)) return c.body(null, 403)
    return limit.take('all') ? next() : c.body(null, 429)
  })

  app.get('/sync-check', async (c, next) => {
    if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') return c.text('websocket verwacht', 426)
    return upgradeWebSocket(() => {
      let echoes = 0
      let cancel = () => {}
      return {
        onOpen(_event, ws) {
          cancel = clock.after(socketLifeMs, () => ws.close(1000))
        },
        onMessage({ data }, ws) {
          if (++echoes > maxEchoes || typeof data !== 'string' || data.length > maxEchoBytes) ws.close(1008)
          else ws.send(data)
        },
        onClose: () => cancel(),
        onError: () => cancel(),
      }
    })(c, next)
  })

  app.get('/sync-check/stream', (c) => c.body(dripping(clock), 200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' }))

  app.post('/sync-check/echo', async (c) => {
    const bytes = await readBytes(c.req.raw, maxEchoBytes)
    return bytes === 'too-large' || bytes === 'broken' ? c.body(null, 413) : c.body(bytes as Uint8Array<ArrayBuffer>, 200, { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' })
  })
}

/** Comes in pieces: on a network that collects answers they arrive together. */
function dripping(clock: Clock): ReadableStream<Uint8Array> {
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
