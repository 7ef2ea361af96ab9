import { expect, test } from 'vitest'
import { limits } from '#shared/limits.ts'
import { RoomSession } from './room-session.ts'

test('AK3 what is safe out of order counts when all before it is', () => {
  const session = new RoomSession()
  const [first, second, third] = [
    session.begin('edit'),
    session.begin('edit'),
    session.begin('edit'),
  ]
  expect([second.safe(), session.committed]).toEqual([false, 0])
  expect([first.safe(), session.committed]).toEqual([true, 2])
  expect([third.safe(), session.committed]).toEqual([true, 3])
})

test('AK1 a message that is said to be safe twice breaks an invariant', () => {
  const write = new RoomSession().begin('edit')
  write.safe()
  expect(() => write.safe()).toThrow(expect.objectContaining({ invariant: 'acks-counted' }))
})

test('an early edit is safe with the answer to our step 1, and none is early after it', () => {
  const session = new RoomSession()
  const early = session.begin('edit')
  expect(early.early()).toBe(true)
  const answer = session.begin('answer')
  const late = session.begin('edit')
  expect([late.early(), answer.early(), session.committed]).toEqual([false, false, 0])
  expect([answer.safe(), session.committed]).toEqual([true, 2])
})

test('so many edits wait for the answer to step 1, and no more (limit earlyWritesPerConnection)', () => {
  const session = new RoomSession()
  const { max } = limits.earlyWritesPerConnection
  for (let i = 0; i < max; i++) expect(session.begin('edit').early()).toBe(true)
  expect(session.begin('edit').early()).toBe(false)
})
