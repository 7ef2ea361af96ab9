import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { encodeItem } from '#shared/protocol/http.ts'
import { frame, type HeldRequests, holdRequests, settle } from '#tests/support/held-requests.ts'

let http: HeldRequests
beforeEach(() => {
  http = holdRequests()
})
afterEach(() => vi.useRealTimers())

test('opens with a POST to the same plan and then listens', async () => {
  const socket = await http.start()
  expect(http.calls.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'POST https://wijk.test/sync/p1/stream?ext=1&schema=1',
  ])
  expect(socket.readyState).toBe(0)
  http.latest('POST', '/stream').answer(Response.json({ kind: 'open', id: 'abc' }))
  await settle()
  expect([socket.readyState, http.seen.opened, http.latest('GET', '').url]).toEqual([
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
  const socket = await http.start()
  http.latest('POST', '/stream').answer(answer)
  await settle()
  expect([http.seen.opened, http.seen.closes, socket.readyState]).toEqual([0, [code], 3])
})

test('no answer to the opening closes after ten seconds', async () => {
  await http.start()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(http.seen.closes).toEqual([1006])
})

test('frames come out in order, once each, also when a cut answer is asked for again', async () => {
  await http.startOpen()
  const first = await http.streaming()
  await first.write(`: \n\n${frame(1, 10)}${frame(2, 20).slice(0, 9)}`)
  expect(http.seen.messages).toEqual([[10]])
  await first.cut()
  expect(http.latest('GET', '').url).toContain('after=1')
  const second = await http.streaming()
  await second.write(frame(1, 10) + frame(2, 20))
  expect(http.seen.messages).toEqual([[10], [20]])
})

test('HT4 frames that wait for a batch go together in the next; a batch without an answer is repeated under its number', async () => {
  const socket = await http.startOpen()
  socket.send(new Uint8Array([1]))
  socket.send(new Uint8Array([2]))
  await settle()
  const first = http.latest('POST', '/abc')
  expect(first.batch).toMatchObject({
    number: 1,
    frames: [new Uint8Array([1]), new Uint8Array([2])],
  })
  socket.send(new Uint8Array([3]))
  first.fail()
  await vi.advanceTimersByTimeAsync(250)
  expect(http.latest('POST', '/abc').batch).toEqual(first.batch)
  await http.received(http.latest('POST', '/abc'))
  expect(http.latest('POST', '/abc').batch).toMatchObject({
    number: 2,
    frames: [new Uint8Array([3])],
  })
  expect(http.count('POST', '/abc')).toBe(3)
})

test('a batch that gets no answer at all closes the connection', async () => {
  const socket = await http.startOpen()
  socket.send(new Uint8Array([1]))
  for (let attempt = 0; attempt < 5; attempt++) {
    await settle()
    http.latest('POST', '/abc').fail()
    await vi.advanceTimersByTimeAsync(2_000)
  }
  expect([http.seen.closes, socket.readyState]).toEqual([[1006], 3])
})

test.each([
  [410, 1006],
  [401, 4401],
  [413, 4413],
])('a batch refused with %i closes with %i', async (status, code) => {
  const socket = await http.startOpen()
  socket.send(new Uint8Array([1]))
  await settle()
  http.latest('POST', '/abc').answer(new Response(null, { status }))
  await settle()
  expect(http.seen.closes).toEqual([code])
  expect(http.latest('GET', '').isAborted()).toBe(true)
})

test('HT1 a close comes with its code', async () => {
  await http.startOpen()
  const stream = await http.streaming()
  await stream.write(
    frame(1, 10) + encodeItem({ number: 2, kind: 'close', code: 4404, reason: 'plan-not-found' }),
  )
  expect([http.seen.messages, http.seen.closes]).toEqual([[[10]], [4404]])
})

test('HT7 a keep-alive is answered with an empty batch that says what arrived', async () => {
  await http.startOpen()
  const stream = await http.streaming()
  await stream.write(frame(1, 10))
  expect(http.count('POST', '/abc')).toBe(0)
  await vi.advanceTimersByTimeAsync(15_000)
  await stream.write(':\n\n')
  expect(http.latest('POST', '/abc').batch).toEqual({
    number: 1,
    received: 1,
    isLast: false,
    frames: [],
  })
})

test('HT5 much at once is confirmed at once', async () => {
  await http.startOpen()
  const stream = await http.streaming()
  await stream.write(frame(1, ...new Uint8Array(70_000)))
  for (let number = 2; number <= 16; number++)
    await stream.write(encodeItem({ number, kind: 'frame', bytes: new Uint8Array(70_000) }))
  expect(http.latest('POST', '/abc').batch).toMatchObject({ received: 15, frames: [] })
})

test('closing sends what waits, says goodbye and is heard no more', async () => {
  const socket = await http.startOpen()
  const stream = await http.streaming()
  socket.send(new Uint8Array([1]))
  await settle()
  socket.send(new Uint8Array([2]))
  socket.close()
  await http.received(http.latest('POST', '/abc'))
  expect(http.latest('POST', '/abc').batch).toEqual({
    number: 2,
    received: 0,
    isLast: true,
    frames: [new Uint8Array([2])],
  })
  expect(http.latest('GET', '').isAborted()).toBe(true)
  await stream.write(frame(1, 10)).catch(() => {})
  expect([socket.readyState, http.seen.messages, http.seen.closes]).toEqual([3, [], []])
})

test('closed while opening, it takes back what it asked for', async () => {
  const socket = await http.start()
  socket.close()
  http.latest('POST', '/stream').answer(Response.json({ kind: 'open', id: 'abc' }))
  await settle()
  expect([http.latest('POST', '/abc').batch?.isLast, http.count('GET'), http.seen.opened]).toEqual([
    true,
    0,
    0,
  ])
})
