import { expect, test } from 'vitest'
import { limits } from '#shared/limits.ts'
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

test('people on another node are shown, until they leave, come here or are not renewed', () => {
  const presence = new Presence()
  const elsewhere = (clientId: number, clock: number, state = '{"user":{}}') => ({
    clientId,
    clock,
    state,
  })
  expect(presence.receiveElsewhere([elsewhere(1, 5), elsewhere(2, 1)])).toHaveLength(2)
  // Late and doubled messages change nothing.
  expect(presence.receiveElsewhere([elsewhere(1, 4)])).toEqual([])
  expect(presence.receiveElsewhere([elsewhere(2, 2, 'null'), elsewhere(3, 1, 'null')])).toEqual([
    elsewhere(2, 2, 'null'),
  ])
  expect(presence.all().map(({ clientId }) => clientId)).toEqual([1])
  expect(presence.here()).toEqual([])

  const peer = testPeer()
  presence.receive(peer, [entry(1)])
  expect(presence.here()).toHaveLength(1)
  expect(presence.receiveElsewhere([elsewhere(1, 9, 'null')])).toEqual([])
  expect(presence.all()).toHaveLength(1)

  presence.receiveElsewhere([elsewhere(4, 1)])
  presence.sweepElsewhere()
  expect(presence.all()).toHaveLength(2)
  presence.sweepElsewhere()
  expect(presence.all()).toHaveLength(1)
})

test('of a crowd on other nodes as many are shown as a plan takes (limit presenceElsewhere)', () => {
  const presence = new Presence()
  const { max } = limits.presenceElsewhere
  const crowd = Array.from({ length: max + 1 }, (_, clientId) => entry(clientId))
  expect(presence.receiveElsewhere(crowd)).toHaveLength(max)
})
