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

test('an answer that came while this process was busy counts: it is looked for once more', async () => {
  const clock = new HandClock()
  const lines = new Lines(clock)
  const socket = lines.open()
  let answer = (): void => {}
  const asked = new Promise<void>((resolve) => {
    answer = resolve
  })
  const answered = lines.mustAnswer(asked)
  clock.advance(750)
  answer()
  await answered
  clock.advance(60_000)
  expect(socket.destroyed).toBe(false)
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
