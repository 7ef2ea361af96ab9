import * as encoding from 'lib0/encoding'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { encodeAwareness } from '#shared/protocol/codec.ts'
import { type } from '../support/one-text.ts'
import type { SimClient } from '../support/sim-client.ts'
import { SimNetwork, settle } from '../support/sim-network.ts'

let network: SimNetwork
beforeEach(() => {
  network = new SimNetwork()
})
afterEach(() => network.close())

describe('presence', () => {
  const userOf = (client: SimClient, of: SimClient) =>
    (client.awareness.getStates().get(of.doc.clientID) as { user?: { name?: string } } | undefined)
      ?.user

  test('PR1 presence carries the identity the server knows, not the one a client claims', async () => {
    const [noor, mallory] = [network.join({ name: 'Noor' }), network.join({ name: 'Mallory' })]
    mallory.awareness.setLocalStateField('user', { name: 'Şirin, voorzitter' })
    await network.flush()
    expect(userOf(noor, mallory)).toMatchObject({
      name: 'Mallory',
      initials: 'M',
      discipline: 'huisartsenzorg',
    })
  })

  test('PR2 nobody can speak for the client id of someone else', async () => {
    const [noor, mallory, witness] = [
      network.join({ name: 'Noor' }),
      network.join({ name: 'Mallory' }),
      network.join({ name: 'Wim' }),
    ]
    noor.awareness.setLocalStateField('place', { field: 'netwerk' })
    await network.flush()
    mallory.sendRaw(
      encodeAwareness([
        { clientId: noor.doc.clientID, clock: 99, state: '{"place":{"field":"vals"}}' },
      ]),
    )
    await network.flush()
    expect(witness.awareness.getStates().get(noor.doc.clientID)).toMatchObject({
      place: { field: 'netwerk' },
      user: { name: 'Noor' },
    })
  })

  test('PR3 a user who leaves is gone for all at once; an echo of others does not bring them back', async () => {
    const [noor, witness] = [network.join({ name: 'Noor' }), network.join({ name: 'Wim' })]
    await network.flush()
    expect(witness.awareness.getStates().size).toBe(2)
    noor.disconnect()
    await network.flush()
    expect([...witness.awareness.getStates().keys()]).toEqual([witness.doc.clientID])
    const third = network.join({ name: 'Rens' })
    await network.flush()
    expect(third.awareness.getStates().has(noor.doc.clientID)).toBe(false)
  })

  test('PR4 the same person on a new connection takes over from a half-open one', async () => {
    const noor = network.join({ name: 'Noor' })
    const witness = network.join({ name: 'Wim' })
    await network.flush()
    network.connect(noor, { name: 'Noor' })
    noor.awareness.setLocalStateField('place', { field: 'doelen' })
    await network.flush()
    expect(witness.awareness.getStates().get(noor.doc.clientID)).toMatchObject({
      place: { field: 'doelen' },
    })
  })

  test('PR5 a client hears its own presence, so that y-websocket does not think the line dead', async () => {
    const noor = network.join({ name: 'Noor' })
    await network.flush()
    noor.awareness.setLocalStateField('place', { field: 'doelen' })
    while (noor.deliverUp()) {
      // to the server
    }
    await settle()
    expect(noor.toClient.some((bytes) => bytes[0] === 1)).toBe(true)
  })

  test('PR6 a state that is too large or no object is dropped', async () => {
    const [noor, witness] = [network.join({ name: 'Noor' }), network.join({ name: 'Wim' })]
    await network.flush()
    for (const state of [JSON.stringify({ place: 'x'.repeat(10_000) }), '[1]', '5', 'geen json'])
      noor.sendRaw(encodeAwareness([{ clientId: noor.doc.clientID, clock: 50, state }]))
    await network.flush()
    expect(noor.closed).toBeNull()
    expect(witness.awareness.getStates().get(noor.doc.clientID)).not.toHaveProperty('place')
  })
})

describe('the line itself', () => {
  test('KA1 a half-open connection is dropped after two silent heartbeats', async () => {
    const [noor, silent] = [network.join({ name: 'Noor' }), network.join({ name: 'Wim' })]
    await network.flush()
    for (let i = 0; i < 3; i++) {
      network.clock.advance(20_000)
      noor.pong()
    }
    expect(noor.isTerminated).toBe(false)
    expect(silent.isTerminated).toBe(true)
    expect(network.rooms.stats().peers).toBe(1)
  })

  test('KA2 a client that does not read is let go before it fills the memory', async () => {
    const [noor, slow] = [network.join({ name: 'Noor' }), network.join({ name: 'Wim' })]
    await network.flush()
    slow.bufferedBytes = 64 * 1024 * 1024
    type(noor, 'x')
    await network.flush()
    expect(slow.closed).toEqual({ code: 4529, reason: 'too-many' })
    expect(noor.isSaved).toBe(true)
  })

  test('KA3 nothing of a closed connection stays: no timers, no room', async () => {
    const noor = network.join()
    await network.flush()
    noor.disconnect()
    await network.flush()
    network.clock.advance(61_000)
    await network.flush()
    expect(network.clock.pending).toBe(0)
    expect(network.rooms.stats()).toEqual({
      rooms: 0,
      roomsOverHalf: 0,
      peers: 0,
      listeners: 0,
      waitingWork: 0,
      waitingCommits: 0,
      commitWaitSeconds: 0,
      storageFailing: 0,
    })
  })
})

test('UP6 hostile lengths inside a frame do not hang or kill the room', async () => {
  const noor = network.join()
  await network.flush()
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, 1)
  const inner = encoding.createEncoder()
  encoding.writeVarUint(inner, 2 ** 31)
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(inner))
  noor.sendRaw(encoding.toUint8Array(encoder))
  await network.flush()
  expect(noor.closed).toBeNull()
})
