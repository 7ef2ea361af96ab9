import { expect, test } from 'vitest'
import { HandClock } from '#tests/support/hand-clock.ts'
import { Lines } from './lines.ts'

const never = new Promise<never>(() => {})
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('a line that does not answer is cut with all others, within a second and a half of falling silent', async () => {
  const clock = new HandClock()
  const lines = new Lines(clock)
  const sockets = [lines.open(), lines.open()]
  let asked = 0
  lines.keepAsking(
    async () => (++asked < 3 ? undefined : never),
    () => {},
  )
  for (let n = 0; n < 3; n++) {
    clock.advance(300)
    await turn()
  }
  expect(asked).toBe(3)
  clock.advance(799)
  expect(sockets.map(({ destroyed }) => destroyed)).toEqual([false, false])
  clock.advance(1)
  expect(sockets.map(({ destroyed }) => destroyed)).toEqual([true, true])
})

test('a process that gets no turns cuts no line: the answer waits to be read', async () => {
  const clock = new HandClock()
  const lines = new Lines(clock)
  const socket = lines.open()
  let answer = (): void => {}
  const asked = new Promise<void>((resolve) => {
    answer = resolve
  })
  const answered = lines.mustAnswer(asked)
  clock.stall(1_500)
  for (let n = 0; n < 6; n++) clock.stall(400)
  expect(socket.destroyed).toBe(false)
  answer()
  await answered
  clock.advance(60_000)
  expect([socket.destroyed, clock.pending]).toEqual([false, 0])
})

test('a silent line is cut on a late process too, after eight of its turns', () => {
  const clock = new HandClock()
  const lines = new Lines(clock)
  const socket = lines.open()
  void lines.mustAnswer(never)
  for (let n = 0; n < 7; n++) clock.stall(1_000)
  expect(socket.destroyed).toBe(false)
  clock.stall(1_000)
  expect(socket.destroyed).toBe(true)
})

test('asking ends when it fails, which is told once, and when it is stopped', async () => {
  const clock = new HandClock()
  const lines = new Lines(clock)
  const failed: unknown[] = []
  lines.keepAsking(
    () => Promise.reject(new Error('gone')),
    (error) => void failed.push(error),
  )
  const stop = lines.keepAsking(
    async () => undefined,
    () => {},
  )
  clock.advance(300)
  await turn()
  expect(failed).toEqual([new Error('gone')])
  stop()
  await turn()
  expect(clock.pending).toBe(0)
})
