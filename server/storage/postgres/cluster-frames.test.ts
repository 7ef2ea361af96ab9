import { expect, test } from 'vitest'
import { limits } from '#shared/limits.ts'
import { readFrame, WaitingMessages } from './cluster-frames.ts'

test('no more messages wait than there is room for, and a known plan still counts on (limit waitingNotifications)', () => {
  const waiting = new WaitingMessages()
  const { max } = limits.waitingNotifications
  for (let n = 0; n < max; n++)
    expect(waiting.add({ kind: 'changed', planId: `p${n}`, seq: 1 })).toBe(true)
  expect(waiting.add({ kind: 'changed', planId: 'one more', seq: 1 })).toBe(false)
  expect(waiting.add({ kind: 'changed', planId: 'p0', seq: 2 })).toBe(true)
  expect(waiting.size).toBe(max)
  const first = readFrame(waiting.take('n') ?? '')
  expect(first?.messages[0]).toEqual({ kind: 'changed', planId: 'p0', seq: 2 })
})

test('a state that fits in no notification is left out, and holds up nothing', () => {
  const waiting = new WaitingMessages()
  const state = JSON.stringify('x'.repeat(limits.notificationBytes.max))
  waiting.add({ kind: 'presence', planId: 'a', entries: [{ clientId: 1, clock: 1, state }] })
  waiting.add({ kind: 'who', planId: 'a' })
  expect(readFrame(waiting.take('n') ?? '')?.messages).toEqual([{ kind: 'who', planId: 'a' }])
  expect(waiting.take('n')).toBeNull()
})

test.each(['', 'x', '{}', '[]', '["n"]', '[1,[]]'])('%j of another program is ignored', (text) => {
  expect(readFrame(text)).toBeNull()
})

test('items of a later release are skipped', () => {
  expect(readFrame('["n",[["z","a"],["c","a","seven"],["w","b"],7]]')).toEqual({
    nodeId: 'n',
    messages: [{ kind: 'who', planId: 'b' }],
  })
})
