import * as encoding from 'lib0/encoding'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { encodeAwareness, encodeStep2, encodeUpdate } from '#shared/protocol/codec.ts'
import { maxFrameBytes } from '#shared/protocol/messages.ts'
import { SimClient } from '../support/sim-client.ts'
import { SimNetwork, settle } from '../support/sim-network.ts'

let network: SimNetwork
beforeEach(() => {
  network = new SimNetwork()
})
afterEach(() => network.close())

const textOf = (client: { doc: Y.Doc }) => client.doc.getText('t').toString()
const type = (client: SimClient, text: string) => client.doc.getText('t').insert(client.doc.getText('t').length, text)
/** An update as another client would make it. */
function foreignUpdate(text: string): Uint8Array {
  const doc = new Y.Doc()
  doc.getText('t').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}
const updatesInLog = async () => (await network.log.load('plan'))?.changes.filter((change) => change.body.kind === 'update').length ?? 0

describe('handshake', () => {
  test('EV2 hello says the number of the last event, as it goes on and after a restart', async () => {
    const noor = network.join()
    await network.flush()
    type(noor, 'tekst')
    await network.flush()
    const helloOfNext = async () => {
      const next = network.join({ name: 'IJsbrand' })
      await network.flush()
      return next.hello
    }
    expect(await helloOfNext()).toMatchObject({ seq: 1, eventSeq: 0 })
    await network.log.append([{ planId: 'plan', actor: 'u2', body: { kind: 'event', event: { type: 'member.added', userId: 'u3' } } }])
    network.rooms.hint('plan')
    await network.flush()
    type(noor, 'meer')
    await network.flush()
    expect(await helloOfNext()).toMatchObject({ seq: 3, eventSeq: 2 })
    await network.crash()
    expect(await helloOfNext()).toMatchObject({ seq: 3, eventSeq: 2 })
  })

  test('HS1 a client gets hello, step 1 and the document, and is synced', async () => {
    const noor = network.join()
    await network.flush()
    expect(noor.hello).toMatchObject({ protocol: 1, epoch: 'epoch-1', seq: 0, role: 'editor' })
    expect(noor.isSynced).toBe(true)
  })

  test('HS2 a standard client without ext gets only y-websocket messages, and its edits are kept', async () => {
    const plain = network.join({ hasExtensions: false })
    await network.flush()
    type(plain, 'hallo')
    await network.flush()
    expect(plain.hello).toBeNull()
    expect(plain.acks).toEqual([])
    expect(await updatesInLog()).toBe(1)
  })

  test('HS3 frames sent before the plan is open are kept and handled in order', async () => {
    const noor = new SimClient()
    noor.doc.getText('t').insert(0, 'eerder')
    network.connect(noor)
    while (noor.deliverUp()) {
      // before the room is open
    }
    await network.flush()
    expect(await updatesInLog()).toBe(1)
  })

  test('HS3 what a client sent before it went counts, also when the plan was not open yet', async () => {
    const noor = network.join({ name: 'Noor' })
    noor.sendRaw(encodeUpdate(foreignUpdate('op de valreep')))
    while (noor.deliverUp()) {
      // before the room is open
    }
    noor.disconnect()
    await network.flush()
    const els = network.join({ name: 'Els' })
    await network.flush()
    expect(textOf(els)).toBe('op de valreep')
    expect(network.rooms.stats().peers).toBe(1)
  })

  test('HS3 what waits while someone reads the plan counts, also when its writer goes meanwhile', async () => {
    const [noor, els] = [network.join({ name: 'Noor' }), network.join({ name: 'Els' })]
    await network.flush()
    const { release } = network.log.holdNext()
    type(els, 'eerst ')
    els.deliverUp()
    await network.commit()
    const read = network.rooms.read('plan', 0, (doc) => doc.getText('t').toString())
    await settle()
    noor.sendRaw(encodeUpdate(foreignUpdate('daarna')))
    noor.deliverUp()
    noor.disconnect()
    release()
    await network.flush()
    expect(await read).toBe('eerst ')
    expect(textOf(els)).toContain('daarna')
  })

  test('HS4 a client of another epoch is closed before anything is synced', async () => {
    const old = network.join({ epoch: 'epoch-0' })
    type(old, 'oud')
    await network.flush()
    expect(old.closed).toEqual({ code: 4409, reason: 'other-epoch' })
    expect(await updatesInLog()).toBe(0)
    expect(old.refusals).toEqual(['other-epoch'])
  })

  test('HS5 a plan that is not there or can not be read is closed, never shown empty', async () => {
    const lost = network.join({ planId: 'nowhere' })
    await network.flush()
    expect(lost.closed?.code).toBe(4404)
    network.log.addPlan('broken')
    await network.log.append([{ planId: 'broken', actor: null, body: { kind: 'update', update: new Uint8Array([9, 9, 9]) } }])
    const reader = network.join({ planId: 'broken' })
    await network.flush()
    expect(reader.closed?.code).toBe(4503)
    expect(reader.isSynced).toBe(false)
    expect(reader.refusals).toEqual(['plan-unreadable'])
  })
})

describe('writing', () => {
  test('AK1 nothing is applied, acknowledged or shown before it is committed', async () => {
    const [noor, ijsbrand] = [network.join({ name: 'Noor' }), network.join({ name: 'IJsbrand' })]
    await network.flush()
    const before = noor.acked
    const { release } = network.log.holdNext()
    type(noor, 'tekst')
    await network.flush()
    expect(noor.acked).toBe(before)
    expect(textOf(ijsbrand)).toBe('')
    release()
    await network.flush()
    expect(noor.isSaved).toBe(true)
    expect(textOf(ijsbrand)).toBe('tekst')
  })

  test('AK2 a failing commit acknowledges nothing, shows nobody anything, and the work comes with the next connection', async () => {
    const [noor, ijsbrand] = [network.join({ name: 'Noor' }), network.join({ name: 'IJsbrand' })]
    await network.flush()
    network.log.failNext()
    type(noor, 'tekst')
    await network.flush()
    expect(noor.closed).toEqual({ code: 4503, reason: 'unavailable' })
    expect(noor.isSaved).toBe(false)
    expect(textOf(ijsbrand)).toBe('')
    for (const [client, name] of [
      [noor, 'Noor'],
      [ijsbrand, 'IJsbrand'],
    ] as const)
      network.connect(client, { name })
    await network.flush()
    expect(noor.isSaved).toBe(true)
    expect(textOf(ijsbrand)).toBe('tekst')
  })

  test('AK2 what was acknowledged is there after a crash; what was not comes again', async () => {
    const noor = network.join()
    await network.flush()
    type(noor, 'bewaard ')
    await network.flush()
    expect(noor.isSaved).toBe(true)
    network.log.holdNext()
    type(noor, 'onderweg')
    await network.flush()
    await network.crash()
    const other = network.join({ name: 'IJsbrand' })
    await network.flush()
    expect(textOf(other)).toBe('bewaard ')
    network.connect(noor)
    await network.flush()
    expect(textOf(other)).toBe('bewaard onderweg')
  })

  test('AK3 acks count in order: a later write without news does not overtake an earlier one on its way to disk', async () => {
    const noor = network.join()
    await network.flush()
    const before = noor.acked
    const { release } = network.log.holdNext()
    type(noor, 'een')
    noor.sentWrites++
    noor.sendRaw(encodeUpdate(Y.encodeStateAsUpdate(new Y.Doc())))
    await network.flush()
    expect(noor.acked).toBe(before)
    release()
    await network.flush()
    expect(noor.acked).toBe(before + 2)
  })

  test('AK4 a commit whose answer was lost is read back from the log, once', async () => {
    const [noor, ijsbrand] = [network.join({ name: 'Noor' }), network.join({ name: 'IJsbrand' })]
    await network.flush()
    network.log.tearNext()
    type(noor, 'een')
    await network.flush()
    expect(noor.closed?.code).toBe(4503)
    network.connect(ijsbrand, { name: 'IJsbrand' })
    type(ijsbrand, 'twee')
    await network.flush()
    expect(ijsbrand.isSaved).toBe(true)
    network.connect(noor, { name: 'Noor' })
    await network.flush()
    expect(textOf(noor)).toBe(textOf(ijsbrand))
    expect(textOf(noor)).toHaveLength(7)
    expect(await updatesInLog()).toBe(2)
  })

  test('UP1 an update that is not whole is refused whole: not logged, not shown, connection closed', async () => {
    const [noor, ijsbrand] = [network.join({ name: 'Noor' }), network.join({ name: 'IJsbrand' })]
    await network.flush()
    const whole = foreignUpdate('heel')
    noor.sendRaw(encodeUpdate(whole.slice(0, whole.length - 3)))
    await network.flush()
    expect(noor.closed).toEqual({ code: 4400, reason: 'bad-frame' })
    expect(await updatesInLog()).toBe(0)
    expect(textOf(ijsbrand)).toBe('')
  })

  test('UP2 the same update twice changes nothing and is logged once', async () => {
    const [noor, witness] = [network.join({ name: 'Noor' }), network.join({ name: 'Wim' })]
    await network.flush()
    const update = foreignUpdate('een keer')
    for (let i = 0; i < 3; i++) {
      noor.sendRaw(encodeUpdate(update))
      await network.flush()
    }
    expect(textOf(witness)).toBe('een keer')
    expect(await updatesInLog()).toBe(1)
    expect(noor.closed).toBeNull()
  })

  test('UP2 a reconnect that brings nothing new writes nothing, also after deletions', async () => {
    const noor = network.join()
    await network.flush()
    type(noor, 'weg ermee')
    noor.doc.getText('t').delete(0, 4)
    await network.flush()
    const logged = await updatesInLog()
    for (let i = 0; i < 3; i++) {
      noor.disconnect()
      network.connect(noor)
      await network.flush()
    }
    expect(noor.isSaved).toBe(true)
    expect(await updatesInLog()).toBe(logged)
  })

  test('UP3 work done without connection arrives with the next handshake', async () => {
    const [noor, ijsbrand] = [network.join({ name: 'Noor' }), network.join({ name: 'IJsbrand' })]
    await network.flush()
    noor.disconnect()
    type(noor, 'thuis getypt')
    type(ijsbrand, 'op kantoor ')
    await network.flush()
    network.connect(noor, { name: 'Noor' })
    await network.flush()
    expect(noor.isSaved).toBe(true)
    expect(textOf(noor)).toBe(textOf(ijsbrand))
    expect(textOf(noor)).toContain('thuis getypt')
  })

  test('UP4 writes that wait are committed together: one commit for all who type in the same turn', async () => {
    const clients = Array.from({ length: 8 }, (_, i) => network.join({ name: `Lid ${i}` }))
    await network.flush()
    network.log.appendSizes.length = 0
    for (const client of clients) type(client, 'x')
    for (const client of clients) client.deliverUp()
    await network.flush()
    expect(network.log.appendSizes).toEqual([8])
    expect(new Set(clients.map(textOf)).size).toBe(1)
  })

  test('UP5 a frame larger than the limit is refused with a code of its own', async () => {
    const noor = network.join()
    await network.flush()
    noor.sendRaw(new Uint8Array(maxFrameBytes + 1))
    await network.flush()
    expect(noor.closed).toEqual({ code: 4413, reason: 'too-large' })
  })

  test('UP6 garbage, text and unknown messages close that connection only', async () => {
    const ijsbrand = network.join({ name: 'IJsbrand' })
    await network.flush()
    for (const bytes of [new Uint8Array([]), new Uint8Array([200, 200, 200]), new Uint8Array([0, 7, 1, 1]), new Uint8Array([1, 255, 255]), new Uint8Array([0, 2, 2, 0, 0, 99])]) {
      const stranger = network.join({ name: 'Vreemd' })
      await network.flush()
      stranger.sendRaw(bytes)
      await network.flush()
      expect(stranger.closed?.code, String(bytes)).toBe(4400)
    }
    type(ijsbrand, 'gaat door')
    await network.flush()
    expect(ijsbrand.isSaved).toBe(true)
  })
})

describe('access', () => {
  test.each(['reader', 'commenter'] as const)('AU2 a %s can not write the document, whatever it sends', async (role) => {
    const [editor, other] = [network.join({ name: 'Noor' }), network.join({ name: 'Wim', role })]
    await network.flush()
    other.sendRaw(encodeStep2(foreignUpdate('via step 2')))
    await network.flush()
    expect(other.closed).toBeNull()
    other.sendRaw(encodeUpdate(foreignUpdate('via update')))
    await network.flush()
    expect(other.closed).toEqual({ code: 4403, reason: 'no-access' })
    expect(other.refusals).toEqual(['read-only'])
    expect(textOf(editor)).toBe('')
    expect(await updatesInLog()).toBe(0)
  })

  test('AU2 a reader sees what others write', async () => {
    const [editor, reader] = [network.join({ name: 'Noor' }), network.join({ name: 'Wim', role: 'reader' })]
    await network.flush()
    type(editor, 'leesbaar')
    await network.flush()
    expect(textOf(reader)).toBe('leesbaar')
  })

  test('AU1 a change of access closes the connections of that person, and only theirs', async () => {
    const [noor, tablet, other] = [network.join({ name: 'Noor' }), network.join({ name: 'Noor' }), network.join({ name: 'IJsbrand' })]
    await network.flush()
    network.rooms.revoke('plan', 'Noor', 'no-access')
    await network.flush()
    expect([noor.closed?.code, tablet.closed?.code, other.closed]).toEqual([4403, 4403, null])
  })

  test('AU1 access that changed while the plan was being opened is noticed', async () => {
    const late = network.join({ isStillAllowed: () => Promise.resolve(false) })
    // The connection is not in the room yet, so it is not among those that are closed.
    network.rooms.revoke('een ander plan', 'Noor', 'no-access')
    await network.flush()
    expect(late.closed?.code).toBe(4403)
  })

  test('AU1 while nobody’s access changes, who comes in is judged once, and again with each heartbeat', async () => {
    let asked = 0
    const isStillAllowed = () => Promise.resolve(++asked < 2)
    const noor = network.join({ isStillAllowed })
    await network.flush()
    expect([asked, noor.closed]).toEqual([0, null])
    network.clock.advance(20_000)
    await network.flush()
    expect([asked, noor.closed]).toEqual([1, null])
    network.clock.advance(20_000)
    await network.flush()
    expect(noor.closed?.code).toBe(4403)
  })

  test('AU3 a connection does not outlive its session', async () => {
    const noor = network.join({ sessionExpiresAt: network.clock.now() + 30_000 })
    await network.flush()
    network.clock.advance(25_000)
    expect(noor.closed).toBeNull()
    noor.pong()
    network.clock.advance(20_000)
    expect(noor.closed).toEqual({ code: 4401, reason: 'not-signed-in' })
  })
})

describe('presence', () => {
  const userOf = (client: SimClient, of: SimClient) => (client.awareness.getStates().get(of.doc.clientID) as { user?: { name?: string } } | undefined)?.user

  test('PR1 presence carries the identity the server knows, not the one a client claims', async () => {
    const [noor, mallory] = [network.join({ name: 'Noor' }), network.join({ name: 'Mallory' })]
    mallory.awareness.setLocalStateField('user', { name: 'Şirin, voorzitter' })
    await network.flush()
    expect(userOf(noor, mallory)).toMatchObject({ name: 'Mallory', initials: 'M', discipline: 'huisartsenzorg' })
  })

  test('PR2 nobody can speak for the client id of someone else', async () => {
    const [noor, mallory, witness] = [network.join({ name: 'Noor' }), network.join({ name: 'Mallory' }), network.join({ name: 'Wim' })]
    noor.awareness.setLocalStateField('place', { field: 'netwerk' })
    await network.flush()
    mallory.sendRaw(encodeAwareness([{ clientId: noor.doc.clientID, clock: 99, state: '{"place":{"field":"vals"}}' }]))
    await network.flush()
    expect(witness.awareness.getStates().get(noor.doc.clientID)).toMatchObject({ place: { field: 'netwerk' }, user: { name: 'Noor' } })
  })

  test('PR3 who leaves is gone for all at once; what others echo does not bring them back', async () => {
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
    expect(witness.awareness.getStates().get(noor.doc.clientID)).toMatchObject({ place: { field: 'doelen' } })
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
    for (const state of [JSON.stringify({ place: 'x'.repeat(10_000) }), '[1]', '5', 'geen json']) noor.sendRaw(encodeAwareness([{ clientId: noor.doc.clientID, clock: 50, state }]))
    await network.flush()
    expect(noor.closed).toBeNull()
    expect(witness.awareness.getStates().get(noor.doc.clientID)).not.toHaveProperty('place')
  })
})

describe('the room as a tail of its log', () => {
  test('LG3 what others write to the log (REST, another node) arrives through the same step, in order', async () => {
    const noor = network.join()
    await network.flush()
    await network.log.append([
      { planId: 'plan', actor: 'rest', body: { kind: 'update', update: foreignUpdate('van elders') } },
      { planId: 'plan', actor: 'u2', body: { kind: 'event', event: { type: 'member.added', userId: 'u3' } } },
    ])
    network.rooms.hint('plan')
    await network.flush()
    expect(textOf(noor)).toBe('van elders')
    expect(noor.events).toMatchObject([{ seq: 2, actor: 'u2', event: { type: 'member.added', userId: 'u3' } }])
  })

  test('LG3 an own write after an unseen change of others is applied after it, and acknowledged', async () => {
    const noor = network.join()
    await network.flush()
    await network.log.append([{ planId: 'plan', actor: 'rest', body: { kind: 'update', update: foreignUpdate('A') } }])
    type(noor, 'B')
    await network.flush()
    expect(noor.isSaved).toBe(true)
    expect(textOf(noor)).toHaveLength(2)
    expect(noor.acks.at(-1)?.seq).toBe(2)
  })

  test('LG4 an idle plan is let go, and opens again from its snapshot', async () => {
    const noor = network.join()
    await network.flush()
    type(noor, 'blijft')
    await network.flush()
    noor.disconnect()
    await network.flush()
    network.clock.advance(61_000)
    await network.flush()
    expect(network.rooms.stats().rooms).toBe(0)
    expect((await network.log.load('plan'))?.snapshotSeq).toBe(1)
    const again = network.join()
    await network.flush()
    expect(textOf(again)).toBe('blijft')
    expect(network.rooms.stats()).toMatchObject({ rooms: 1, peers: 1 })
  })

  test('LG4 a plan in which nobody writes is kept as bytes: who joins, looks or writes again notices nothing', async () => {
    const noor = network.join({ name: 'Noor' })
    await network.flush()
    type(noor, 'een')
    await network.flush()
    for (let i = 0; i < 5; i++) {
      network.clock.advance(20_000)
      noor.pong()
      await network.flush()
    }
    const late = network.join({ name: 'Wim' })
    await network.flush()
    expect(textOf(late)).toBe('een')
    expect(await network.rooms.read('plan', 0, (doc) => doc.getText('t').toString())).toBe('een')
    type(late, ' twee')
    await network.flush()
    expect(textOf(noor)).toBe('een twee')
    noor.disconnect()
    type(noor, ' drie')
    network.connect(noor, { name: 'Noor' })
    await network.flush()
    expect(noor.isSaved).toBe(true)
    expect(textOf(late)).toBe('een twee drie')
  })

  test('LG5 after many changes a snapshot is taken while everybody goes on', async () => {
    const noor = network.join()
    await network.flush()
    for (let i = 0; i < 620; i++) {
      type(noor, 'x')
      if (i % 20 === 0) await network.flush()
    }
    await network.flush()
    const loaded = await network.log.load('plan')
    expect(loaded?.snapshotSeq).toBeGreaterThanOrEqual(500)
    expect(loaded?.changes.length).toBeLessThan(130)
    const other = network.join({ name: 'Wim' })
    await network.flush()
    expect(textOf(other)).toHaveLength(620)
  })

  test('LG6 reading waits for the asked position, and refuses one that lies beyond the log', async () => {
    const noor = network.join()
    await network.flush()
    type(noor, 'a')
    await network.flush()
    await network.log.append([{ planId: 'plan', actor: null, body: { kind: 'update', update: foreignUpdate('b') } }])
    expect(await network.rooms.read('plan', 2, (doc, at) => [doc.getText('t').toString().length, at.seq])).toEqual([2, 2])
    await expect(network.rooms.read('plan', 3, () => null)).rejects.toMatchObject({ code: 'behind' })
  })

  test('LG7 before stopping everyone is asked to come back, and all that was received is committed', async () => {
    const noor = network.join()
    await network.flush()
    type(noor, 'laatste woord')
    while (noor.deliverUp()) {
      // received, not yet committed
    }
    await network.rooms.drain()
    expect(noor.closed?.code).toBe(4503)
    expect((await network.log.load('plan'))?.snapshotSeq).toBe(1)
  })

  test('EV1 a deleted plan closes every screen', async () => {
    const noor = network.join()
    await network.flush()
    await network.log.append([{ planId: 'plan', actor: 'u', body: { kind: 'event', event: { type: 'plan.deleted' } } }])
    network.rooms.hint('plan')
    await network.flush()
    expect(noor.closed?.code).toBe(4404)
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
    expect(network.rooms.stats()).toEqual({ rooms: 0, roomsOverHalf: 0, peers: 0, waitingCommits: 0, storageFailing: 0 })
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
