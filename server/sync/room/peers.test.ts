import { beforeEach, describe, expect, test } from 'vitest'
import { limits } from '#shared/limits.ts'
import { encodeAck } from '#shared/protocol/codec.ts'
import { testPeer } from '#tests/support/test-peer.ts'
import { Broadcaster, RoomSession } from './peers.ts'

test('AK3 a message that is safe out of order counts when all before it are safe', () => {
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

const frame = (n: number) => new Uint8Array([n])
const [noor, els, plain] = [testPeer(), testPeer(), testPeer(false)]
const peers = [noor, els, plain]
let broadcaster: Broadcaster

beforeEach(() => {
  for (const each of peers) each.got.length = 0
  broadcaster = new Broadcaster(() => peers)
})

describe('a turn', () => {
  test('each peer gets all of it at once, in the order in which it was said', async () => {
    broadcaster.toAll(frame(1), noor)
    broadcaster.to(els, frame(2))
    broadcaster.toExtended(frame(3))
    broadcaster.toAll(frame(4))
    expect(noor.got).toEqual([])
    await Promise.resolve()
    expect(noor.got).toEqual([[frame(3), frame(4)]])
    expect(els.got).toEqual([[frame(1), frame(2), frame(3), frame(4)]])
    expect(plain.got).toEqual([[frame(1), frame(4)]])
  })

  test('those who get the same are handed the same array, so that it is framed once', () => {
    const others = [testPeer(), testPeer()]
    broadcaster = new Broadcaster(() => [noor, ...others])
    broadcaster.toAll(frame(1), noor)
    broadcaster.flush()
    expect(others[0]?.got[0]).toBe(others[1]?.got[0])
    expect(noor.got).toEqual([])
  })

  test('AK3 of several acks the last one is sent, after everything it counts; who has no extensions gets none', () => {
    broadcaster.ack(noor, { count: 1, seq: 1 })
    broadcaster.toAll(frame(1), els)
    broadcaster.ack(noor, { count: 2, seq: 3 })
    broadcaster.ack(plain, { count: 1, seq: 3 })
    broadcaster.flush()
    expect(noor.got).toEqual([[frame(1), encodeAck(2, 3)]])
    expect(plain.got).toEqual([[frame(1)]])
  })

  test('is sent once', async () => {
    broadcaster.toAll(frame(1))
    broadcaster.flush()
    await Promise.resolve()
    broadcaster.flush()
    expect(els.got).toEqual([[frame(1)]])
  })
})
