import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { browserClock } from '../clock.ts'
import { type CheckStep, type CheckWorld, runCheck, verdictOf } from './connection-check.ts'
import { asWebSocketClass, SocketShape } from './socket-shape.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const never = new Promise<never>(() => {})

/** A websocket on a network that refuses, drops, cuts after a while or works. */
function socketOn(network: 'refuses' | 'swallows' | 'works' | { cutsAfterMs: number }) {
  return asWebSocketClass(
    class extends SocketShape {
      override readyState = 0
      constructor() {
        super()
        if (network === 'refuses')
          void later(20).then(() => this.onclose?.({ code: 1006, reason: '' }))
        else if (network !== 'swallows') void later(20).then(() => this.onopen?.(new Event('open')))
        if (typeof network === 'object')
          void later(20 + network.cutsAfterMs).then(() =>
            this.onclose?.({ code: 1006, reason: '' }),
          )
      }
      override send(frame: unknown): void {
        void later(10).then(() =>
          this.onmessage?.(new MessageEvent('message', { data: frame as ArrayBuffer })),
        )
      }
      override close(): void {}
    },
  )
}

const world = (given: Partial<CheckWorld>): CheckWorld => ({
  origin: 'https://wijk.test',
  fetch: () => never,
  clock: browserClock,
  WebSocketClass: socketOn('works'),
  tryDevice: () => Promise.resolve(),
  ...given,
})

async function check(step: CheckStep, given: Partial<CheckWorld>) {
  const result = runCheck(step, world(given))
  await vi.advanceTimersByTimeAsync(60_000)
  return result
}

const answering = (make: (url: string, init: RequestInit) => Response) => ({
  fetch: async (url: string, init: RequestInit) => make(url, init),
})

test('the page: our own answer counts, the page of a guest network does not', async () => {
  expect(
    await check(
      'page',
      answering(() => Response.json({ status: 'ok' })),
    ),
  ).toMatchObject({ isOk: true })
  expect(
    await check(
      'page',
      answering(() => new Response('<html>Welkom op ons gastnetwerk')),
    ),
  ).toMatchObject({ isOk: false, reason: 'status 200, not from Wijktafel' })
  expect(
    await check('page', { fetch: () => Promise.reject(new TypeError('network')) }),
  ).toMatchObject({ isOk: false, reason: 'no answer' })
})

test('a websocket: opens and echoes, is refused, or hangs', async () => {
  expect(await check('socket', {})).toEqual({ isOk: true, ms: 30 })
  expect(await check('socket', { WebSocketClass: socketOn('refuses') })).toEqual({
    isOk: false,
    ms: 20,
    reason: 'refused',
  })
  expect(await check('socket', { WebSocketClass: socketOn('swallows') })).toEqual({
    isOk: false,
    ms: 6000,
    reason: 'does not open',
  })
})

test('how long it took is told in whole milliseconds, however fine the clock is', async () => {
  const clock = { ...browserClock, elapsed: () => browserClock.elapsed() * 1.013 }
  expect(await check('socket', { clock })).toEqual({ isOk: true, ms: 30 })
})

test('silence: how long it lasted when it was cut', async () => {
  expect(await check('silence', {})).toEqual({ isOk: true, ms: 30_030 })
  expect(
    await check('silence', { WebSocketClass: socketOn({ cutsAfterMs: 12_300 }) }),
  ).toMatchObject({ isOk: false, reason: 'closed after 12.3 s (1006)' })
})

test('posting: the same bytes come back', async () => {
  expect(
    await check(
      'post',
      answering((_, init) => new Response(init.body as Uint8Array<ArrayBuffer>)),
    ),
  ).toMatchObject({ isOk: true })
  expect(
    await check(
      'post',
      answering(() => new Response('inloggen graag')),
    ),
  ).toMatchObject({ isOk: false, reason: 'another text came back' })
  expect(
    await check(
      'post',
      answering(() => new Response('', { status: 403 })),
    ),
  ).toMatchObject({ isOk: false, reason: 'status 403' })
})

test('a stream: in pieces, or held back until the end', async () => {
  const dripping = (ms: number) =>
    new Response(
      new ReadableStream({
        async start(controller) {
          for (let piece = 0; piece < 3; piece++) {
            controller.enqueue(new Uint8Array(10))
            if (ms > 0) await later(ms)
          }
          controller.close()
        },
      }),
    )
  expect(
    await check(
      'stream',
      answering(() => dripping(500)),
    ),
  ).toMatchObject({ isOk: true })
  expect(
    await check(
      'stream',
      answering(() => dripping(0)),
    ),
  ).toMatchObject({ isOk: false, reason: 'held back until the end' })
})

test('the device says why it keeps nothing', async () => {
  expect(
    await check('device', { tryDevice: () => Promise.reject(new Error('IndexedDB refuses')) }),
  ).toMatchObject({ isOk: false, reason: 'IndexedDB refuses' })
})

test('the verdict: a websocket is direct, posting is enough to go over HTTP', () => {
  const ok = { isOk: true, ms: 1 } as const
  const bad = { isOk: false, ms: 1, reason: 'refused' } as const
  expect(verdictOf({ page: ok, socket: ok, post: bad, stream: bad })).toBe('direct')
  expect(verdictOf({ page: ok, socket: bad, post: ok, stream: bad })).toBe('over-http')
  expect(verdictOf({ page: ok, socket: bad, post: bad, stream: ok })).toBe('none')
})
