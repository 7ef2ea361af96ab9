import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Batch, decodeBatch, encodeItem } from '#shared/protocol/http.ts'
import type { Fetch } from './http-request.ts'
import { httpSocket } from './http-socket.ts'

type Call = {
  method: string
  url: string
  batch: Batch | null
  answer: (response: Response) => void
  fail: () => void
  isAborted: () => boolean
  onAbort: (listener: () => void) => void
}

let calls: Call[]
let seen: { opened: number; messages: number[][]; closes: number[] }
let SocketClass: typeof WebSocket

beforeEach(() => {
  vi.useFakeTimers()
  calls = []
  const fetch: Fetch = (url, init) =>
    new Promise((resolve, reject) => {
      const fail = () => reject(new TypeError('network'))
      init.signal?.addEventListener('abort', fail)
      const decoded = init.body instanceof Uint8Array ? decodeBatch(init.body, 1_000) : null
      const batch = decoded === 'too-many' ? null : decoded
      calls.push({
        method: init.method ?? 'GET',
        url,
        batch,
        answer: resolve,
        fail,
        isAborted: () => init.signal?.aborted === true,
        onAbort: (listener) => init.signal?.addEventListener('abort', listener),
      })
    })
  SocketClass = httpSocket({ fetch })
})
afterEach(() => vi.useRealTimers())

const settle = () => vi.advanceTimersByTimeAsync(0)
const streamHeaders = { headers: { 'content-type': 'text/event-stream; charset=utf-8' } }

/** The latest call of this kind; the test fails if there is none. */
function latest(method: string, part: string): Call {
  const call = calls.findLast(
    (candidate) => candidate.method === method && candidate.url.includes(part),
  )
  if (call === undefined)
    throw new Error(
      `no ${method} ${part} in ${calls.map(({ method: m, url }) => `${m} ${url}`).join(', ')}`,
    )
  return call
}
const count = (method: string, part = '') =>
  calls.filter((call) => call.method === method && call.url.includes(part)).length

async function start(): Promise<WebSocket> {
  const socket = new SocketClass('wss://wijk.test/sync/p1?ext=1&schema=1')
  seen = { opened: 0, messages: [], closes: [] }
  socket.onopen = () => seen.opened++
  socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) =>
    seen.messages.push([...new Uint8Array(data)])
  socket.onclose = ({ code }) => seen.closes.push(code)
  await settle()
  return socket
}

async function startOpen(): Promise<WebSocket> {
  const socket = await start()
  latest('POST', '/stream').answer(Response.json({ kind: 'open', id: 'abc' }))
  await settle()
  return socket
}

/** Answers the latest stream request and lets a test write to it. */
async function streaming(): Promise<{
  write: (text: string) => Promise<void>
  end: () => Promise<void>
  cut: () => Promise<void>
}> {
  let controller: ReadableStreamDefaultController<Uint8Array> | null = null
  const body = new ReadableStream<Uint8Array>({
    start: (given) => {
      controller = given
    },
  })
  const call = latest('GET', '/abc')
  call.onAbort(() => controller?.error(new TypeError('aborted')))
  call.answer(new Response(body, streamHeaders))
  await settle()
  return {
    write: async (text) => {
      controller?.enqueue(new TextEncoder().encode(text))
      await settle()
    },
    end: async () => {
      controller?.close()
      await settle()
    },
    cut: async () => {
      controller?.error(new TypeError('cut'))
      await settle()
    },
  }
}

const frame = (number: number, ...bytes: number[]) =>
  encodeItem({ number, kind: 'frame', bytes: new Uint8Array(bytes) })
const received = async (call: Call) => {
  call.answer(new Response(null, { status: 204 }))
  await settle()
}

test('opens with a POST to the same plan and then listens', async () => {
  const socket = await start()
  expect(calls.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'POST https://wijk.test/sync/p1/stream?ext=1&schema=1',
  ])
  expect(socket.readyState).toBe(0)
  latest('POST', '/stream').answer(Response.json({ kind: 'open', id: 'abc' }))
  await settle()
  expect([socket.readyState, seen.opened, latest('GET', '').url]).toEqual([
    1,
    1,
    'https://wijk.test/sync/p1/stream/abc?after=0',
  ])
})

test.each([
  [Response.json({ kind: 'closed', code: 4403, reason: 'no-access' }), 4403],
  [new Response('<html>log in on the guest network</html>'), 1006],
  [new Response('', { status: 502 }), 1006],
  [new Response('', { status: 403 }), 1006],
])('HT1 an answer that does not open closes: %#', async (answer, code) => {
  const socket = await start()
  latest('POST', '/stream').answer(answer)
  await settle()
  expect([seen.opened, seen.closes, socket.readyState]).toEqual([0, [code], 3])
})

test('no answer to the opening closes after ten seconds', async () => {
  await start()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(seen.closes).toEqual([1006])
})

test('frames come out in order, once each, also when a cut answer is asked for again', async () => {
  await startOpen()
  const first = await streaming()
  await first.write(`: \n\n${frame(1, 10)}${frame(2, 20).slice(0, 9)}`)
  expect(seen.messages).toEqual([[10]])
  await first.cut()
  expect(latest('GET', '').url).toContain('after=1')
  const second = await streaming()
  await second.write(frame(1, 10) + frame(2, 20))
  expect(seen.messages).toEqual([[10], [20]])
})

test('HT4 frames that wait for a batch go together in the next; a batch without an answer is repeated under its number', async () => {
  const socket = await startOpen()
  socket.send(new Uint8Array([1]))
  socket.send(new Uint8Array([2]))
  await settle()
  const first = latest('POST', '/abc')
  expect(first.batch).toMatchObject({
    number: 1,
    frames: [new Uint8Array([1]), new Uint8Array([2])],
  })
  socket.send(new Uint8Array([3]))
  first.fail()
  await vi.advanceTimersByTimeAsync(250)
  expect(latest('POST', '/abc').batch).toEqual(first.batch)
  await received(latest('POST', '/abc'))
  expect(latest('POST', '/abc').batch).toMatchObject({ number: 2, frames: [new Uint8Array([3])] })
  expect(count('POST', '/abc')).toBe(3)
})

test('a batch that gets no answer at all closes the connection', async () => {
  const socket = await startOpen()
  socket.send(new Uint8Array([1]))
  for (let attempt = 0; attempt < 5; attempt++) {
    await settle()
    latest('POST', '/abc').fail()
    await vi.advanceTimersByTimeAsync(2_000)
  }
  expect([seen.closes, socket.readyState]).toEqual([[1006], 3])
})

test.each([
  [410, 1006],
  [401, 4401],
  [413, 4413],
])('a batch refused with %i closes with %i', async (status, code) => {
  const socket = await startOpen()
  socket.send(new Uint8Array([1]))
  await settle()
  latest('POST', '/abc').answer(new Response(null, { status }))
  await settle()
  expect(seen.closes).toEqual([code])
  expect(latest('GET', '').isAborted()).toBe(true)
})

test('HT1 a close comes with its code', async () => {
  await startOpen()
  const stream = await streaming()
  await stream.write(
    frame(1, 10) + encodeItem({ number: 2, kind: 'close', code: 4404, reason: 'plan-not-found' }),
  )
  expect([seen.messages, seen.closes]).toEqual([[[10]], [4404]])
})

test('HT9 a stream that stays silent for five seconds is left for single answers, and that is remembered', async () => {
  await startOpen()
  await streaming()
  await vi.advanceTimersByTimeAsync(4_999)
  expect(count('GET')).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(latest('GET', '').url).toContain('after=0&wait=20000')
  latest('GET', '').answer(new Response(frame(1, 10), streamHeaders))
  await settle()
  expect([seen.messages, latest('GET', '').url.split('?')[1]]).toEqual([
    [[10]],
    'after=1&wait=20000',
  ])
  await startOpen()
  expect(latest('GET', '').url).toContain('wait=20000')
})

test('HT9 a server that is away does not make a network one that holds streams back', async () => {
  await startOpen()
  latest('GET', '').fail()
  await settle()
  for (let attempt = 0; attempt < 5; attempt++) {
    latest('GET', '').fail()
    await vi.advanceTimersByTimeAsync(2_000)
  }
  expect(seen.closes).toEqual([1006])
  await startOpen()
  expect(latest('GET', '').url).not.toContain('wait')
})

test('answers that are cut off while they wait are asked for with a shorter wait', async () => {
  await startOpen()
  latest('GET', '').fail()
  await settle()
  const waits: (string | null)[] = []
  for (let attempt = 0; attempt < 3; attempt++) {
    waits.push(new URL(latest('GET', '').url).searchParams.get('wait'))
    await vi.advanceTimersByTimeAsync(3_000)
    latest('GET', '').fail()
    await vi.advanceTimersByTimeAsync(2_000)
  }
  expect(waits).toEqual(['20000', '10000', '5000'])
  expect(seen.closes).toEqual([])
})

test('answers that come empty at once are not asked for in a circle', async () => {
  await startOpen()
  latest('GET', '').fail()
  await settle()
  const startedAt = Date.now()
  while (seen.closes.length === 0 && Date.now() - startedAt < 10_000) {
    latest('GET', '').answer(new Response('', streamHeaders))
    await vi.advanceTimersByTimeAsync(50)
  }
  expect(count('GET', 'wait')).toBeLessThan(7)
  expect(seen.closes).toEqual([1006])
})

test('HT7 a keep-alive is answered with an empty batch that says what arrived', async () => {
  await startOpen()
  const stream = await streaming()
  await stream.write(frame(1, 10))
  expect(count('POST', '/abc')).toBe(0)
  await vi.advanceTimersByTimeAsync(15_000)
  await stream.write(':\n\n')
  expect(latest('POST', '/abc').batch).toEqual({
    number: 1,
    received: 1,
    isLast: false,
    frames: [],
  })
})

test('HT7 a stream that falls silent for more than two keep-alives is left for single answers', async () => {
  await startOpen()
  const stream = await streaming()
  await stream.write(':\n\n')
  await vi.advanceTimersByTimeAsync(35_000)
  expect(latest('GET', '').url).toContain('wait=')
})

test('HT5 much at once is confirmed at once', async () => {
  await startOpen()
  const stream = await streaming()
  await stream.write(frame(1, ...new Uint8Array(70_000)))
  for (let number = 2; number <= 16; number++)
    await stream.write(encodeItem({ number, kind: 'frame', bytes: new Uint8Array(70_000) }))
  expect(latest('POST', '/abc').batch).toMatchObject({ received: 15, frames: [] })
})

test('closing sends what waits, says goodbye and is heard no more', async () => {
  const socket = await startOpen()
  const stream = await streaming()
  socket.send(new Uint8Array([1]))
  await settle()
  socket.send(new Uint8Array([2]))
  socket.close()
  await received(latest('POST', '/abc'))
  expect(latest('POST', '/abc').batch).toEqual({
    number: 2,
    received: 0,
    isLast: true,
    frames: [new Uint8Array([2])],
  })
  expect(latest('GET', '').isAborted()).toBe(true)
  await stream.write(frame(1, 10)).catch(() => {})
  expect([socket.readyState, seen.messages, seen.closes]).toEqual([3, [], []])
})

test('closed while opening, it takes back what it asked for', async () => {
  const socket = await start()
  socket.close()
  latest('POST', '/stream').answer(Response.json({ kind: 'open', id: 'abc' }))
  await settle()
  expect([latest('POST', '/abc').batch?.isLast, count('GET'), seen.opened]).toEqual([true, 0, 0])
})
