import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  frame,
  type HeldRequests,
  holdRequests,
  settle,
  streamHeaders,
} from '#tests/support/held-requests.ts'

let http: HeldRequests
beforeEach(() => {
  http = holdRequests()
})
afterEach(() => vi.useRealTimers())

test('HT9 a stream that stays silent for five seconds is left for single answers, and that is remembered', async () => {
  await http.startOpen()
  await http.streaming()
  await vi.advanceTimersByTimeAsync(4_999)
  expect(http.count('GET')).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(http.latest('GET', '').url).toContain('after=0&wait=20000')
  http.latest('GET', '').answer(new Response(frame(1, 10), streamHeaders))
  await settle()
  expect([http.seen.messages, http.latest('GET', '').url.split('?')[1]]).toEqual([
    [[10]],
    'after=1&wait=20000',
  ])
  await http.startOpen()
  expect(http.latest('GET', '').url).toContain('wait=20000')
})

test('HT9 a server that is away does not make a network one that holds streams back', async () => {
  await http.startOpen()
  http.latest('GET', '').fail()
  await settle()
  for (let attempt = 0; attempt < 5; attempt++) {
    http.latest('GET', '').fail()
    await vi.advanceTimersByTimeAsync(2_000)
  }
  expect(http.seen.closes).toEqual([1006])
  await http.startOpen()
  expect(http.latest('GET', '').url).not.toContain('wait')
})

test('answers that are cut off while they wait are asked for with a shorter wait', async () => {
  await http.startOpen()
  http.latest('GET', '').fail()
  await settle()
  const waits: (string | null)[] = []
  for (let attempt = 0; attempt < 3; attempt++) {
    waits.push(new URL(http.latest('GET', '').url).searchParams.get('wait'))
    await vi.advanceTimersByTimeAsync(3_000)
    http.latest('GET', '').fail()
    await vi.advanceTimersByTimeAsync(2_000)
  }
  expect(waits).toEqual(['20000', '10000', '5000'])
  expect(http.seen.closes).toEqual([])
})

test('answers that come empty at once are not asked for in a circle', async () => {
  await http.startOpen()
  http.latest('GET', '').fail()
  await settle()
  const startedAt = Date.now()
  while (http.seen.closes.length === 0 && Date.now() - startedAt < 10_000) {
    http.latest('GET', '').answer(new Response('', streamHeaders))
    await vi.advanceTimersByTimeAsync(50)
  }
  expect(http.count('GET', 'wait')).toBeLessThan(7)
  expect(http.seen.closes).toEqual([1006])
})

test('HT7 a stream that falls silent for more than two keep-alives is left for single answers', async () => {
  await http.startOpen()
  const stream = await http.streaming()
  await stream.write(':\n\n')
  await vi.advanceTimersByTimeAsync(35_000)
  expect(http.latest('GET', '').url).toContain('wait=')
})
