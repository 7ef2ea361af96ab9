import { expect, test } from 'vitest'
import { testPeer } from '#tests/support/test-peer.ts'
import { Presence } from './presence.ts'

const entry = (clientId: number) => ({ clientId, clock: 1, state: '{"place":"a"}' })

test('PR2 IN1 a connection that gets two client ids breaks an invariant', () => {
  const presence = new Presence()
  const peer = testPeer()
  let isNested = false
  // The getter stands for any call that arrives while a state is being taken.
  Object.defineProperty(peer, 'presence', {
    get: () => {
      if (!isNested) {
        isNested = true
        presence.receive(peer, [entry(2)])
      }
      return { name: 'Noor' }
    },
  })
  expect(() => presence.receive(peer, [entry(1)])).toThrow(
    expect.objectContaining({ invariant: 'presence-one-id' }),
  )
})

test('PR4 a connection that took over leaves nothing when it goes, and the one before it removes nothing', () => {
  const presence = new Presence()
  const [before, after] = [testPeer(), testPeer()]
  presence.receive(before, [entry(1)])
  presence.receive(after, [entry(1)])
  expect(presence.remove(before)).toBeNull()
  expect(presence.all()).toHaveLength(1)
  expect(presence.remove(after)).toMatchObject({ clientId: 1, state: 'null' })
  expect(presence.all()).toEqual([])
})
