import { beforeEach, describe, expect, test } from 'vitest'
import { encodeAck } from '#shared/protocol/codec.ts'
import type { Peer } from '../peer.ts'
import { Broadcaster } from './broadcaster.ts'

type TestPeer = Peer & { got: (readonly Uint8Array[])[] }

function peer(hasExtensions = true): TestPeer {
  const got: (readonly Uint8Array[])[] = []
  const presence = { id: 'u', name: 'Noor', initials: 'N', discipline: null, color: '#000' }
  return {
    userId: 'u',
    sessionId: 's',
    handedBy: null,
    role: 'editor',
    presence,
    hasExtensions,
    got,
    send: (frames) => void got.push(frames),
    close() {},
    spend() {},
    takesClients: () => true,
  }
}

const frame = (n: number) => new Uint8Array([n])
const [noor, els, plain] = [peer(), peer(), peer(false)]
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
    const others = [peer(), peer()]
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
