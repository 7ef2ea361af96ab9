import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '#shared/limits.ts'
import { encodeStep1, encodeStep2, encodeUpdate } from '#shared/protocol/codec.ts'
import { maxFrameBytes, protocolVersion } from '#shared/protocol/messages.ts'
import { foreignUpdate, textOf, type, updatesInLog } from '../support/one-text.ts'
import { SimClient } from '../support/sim-client.ts'
import { SimNetwork, settle } from '../support/sim-network.ts'

let network: SimNetwork
beforeEach(() => {
  network = new SimNetwork()
})
afterEach(() => network.close())

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
    await network.log.append([
      {
        planId: 'plan',
        actor: 'u2',
        body: { kind: 'event', event: { type: 'member.added', userId: 'u3' } },
      },
    ])
    network.rooms.notifyChanged('plan')
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
    expect(noor.hello).toMatchObject({
      protocol: protocolVersion,
      epoch: 'epoch-1',
      seq: 0,
      role: 'editor',
    })
    expect(noor.isSynced).toBe(true)
  })

  test('HS2 a standard client without ext gets only y-websocket messages, and its edits are kept', async () => {
    const plain = network.join({ hasExtensions: false })
    await network.flush()
    type(plain, 'hallo')
    await network.flush()
    expect(plain.hello).toBeNull()
    expect(plain.acks).toEqual([])
    expect(await updatesInLog(network)).toBe(1)
  })

  test('HS3 frames sent before the plan is open are kept and handled in order', async () => {
    const noor = new SimClient()
    noor.doc.getText('t').insert(0, 'eerder')
    network.connect(noor)
    while (noor.deliverUp()) {
      // before the room is open
    }
    await network.flush()
    expect(await updatesInLog(network)).toBe(1)
  })

  test('HS3 more than two large messages before the plan is open are too many (limit inboxBytesPerConnection)', async () => {
    const noor = new SimClient()
    network.connect(noor)
    for (let i = 0; i < 3; i++) noor.sendRaw(new Uint8Array(maxFrameBytes))
    while (noor.deliverUp()) {
      // before the room is open
    }
    expect(noor.closed).toEqual({ code: 4529, reason: 'too-many' })
  })

  test('a state vector that names more clients than a plan can have is refused (limit stateVectorBytes)', async () => {
    const noor = network.join()
    await network.flush()
    noor.sendRaw(encodeStep1(new Uint8Array(limits.stateVectorBytes.max + 1)))
    await network.flush()
    expect(noor.closed).toEqual({ code: 4413, reason: 'too-large' })
  })

  test('HS3 a message that a client sent before it left counts, also when the plan was not open yet', async () => {
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

  test('HS3 a write that waits for a reading counts, also when its writer leaves meanwhile', async () => {
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
    expect(await updatesInLog(network)).toBe(0)
    expect(old.refusals).toEqual(['other-epoch'])
  })

  test('HS5 a plan that is not there or can not be read is closed, never shown empty', async () => {
    const lost = network.join({ planId: 'nowhere' })
    await network.flush()
    expect(lost.closed?.code).toBe(4404)
    network.log.addPlan('broken')
    await network.log.append([
      {
        planId: 'broken',
        actor: null,
        body: { kind: 'update', update: new Uint8Array([9, 9, 9]) },
      },
    ])
    const reader = network.join({ planId: 'broken' })
    await network.flush()
    expect(reader.closed?.code).toBe(4503)
    expect(reader.isSynced).toBe(false)
    expect(reader.refusals).toEqual(['plan-unreadable'])
  })
})

describe('access', () => {
  test.each(['reader', 'commenter'] as const)(
    'AU2 a %s can not write the document, whatever it sends',
    async (role) => {
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
      expect(await updatesInLog(network)).toBe(0)
    },
  )

  test('AU2 a reader sees what others write', async () => {
    const [editor, reader] = [
      network.join({ name: 'Noor' }),
      network.join({ name: 'Wim', role: 'reader' }),
    ]
    await network.flush()
    type(editor, 'leesbaar')
    await network.flush()
    expect(textOf(reader)).toBe('leesbaar')
  })

  test('AU1 a change of access closes the connections of that person, and only theirs', async () => {
    const [noor, tablet, other] = [
      network.join({ name: 'Noor' }),
      network.join({ name: 'Noor' }),
      network.join({ name: 'IJsbrand' }),
    ]
    await network.flush()
    network.rooms.revoke('plan', 'Noor', 'no-access')
    await network.flush()
    expect([noor.closed?.code, tablet.closed?.code, other.closed]).toEqual([4403, 4403, null])
  })

  test('AU1 access that changed while the plan was being opened is noticed', async () => {
    const late = network.join({ whyNotAllowed: () => Promise.resolve('no-access') })
    // The connection is not in the room yet, so `revoke` does not close it.
    network.rooms.revoke('een ander plan', 'Noor', 'no-access')
    await network.flush()
    expect(late.closed?.code).toBe(4403)
  })

  test('AU1 while nobody’s access changes, who comes in is judged once, and again with each heartbeat', async () => {
    let asked = 0
    const whyNotAllowed = () => Promise.resolve(++asked < 2 ? null : ('no-access' as const))
    const noor = network.join({ whyNotAllowed })
    await network.flush()
    expect([asked, noor.closed]).toEqual([0, null])
    network.clock.advance(20_000)
    await network.flush()
    expect([asked, noor.closed]).toEqual([1, null])
    network.clock.advance(20_000)
    await network.flush()
    expect(noor.closed?.code).toBe(4403)
  })

  test('AU3 every connection of a session that ends is closed at once, and no other', async () => {
    const desk = network.join({ userId: 'noor', sessionId: 's1' })
    const beamer = network.join({ userId: 'noor', sessionId: 's1' })
    const phone = network.join({ userId: 'noor', sessionId: 's2' })
    await network.flush()
    expect([...network.rooms.sessions()]).toEqual(['s1', 's2'])
    network.rooms.endSessions(['s1'])
    const closed = { code: 4401, reason: 'not-signed-in' }
    expect([desk.closed, beamer.closed, phone.closed]).toEqual([closed, closed, null])
    expect([...network.rooms.sessions()]).toEqual(['s2'])
  })

  test('AU3 a connection whose session ends while the plan is being opened is closed as well', async () => {
    let isThere = true
    const noor = network.join({
      sessionId: 's1',
      whyNotAllowed: () => Promise.resolve(isThere ? null : 'not-signed-in'),
    })
    isThere = false
    network.rooms.endSessions(['s1'])
    await network.flush()
    expect(noor.closed).toEqual({ code: 4401, reason: 'not-signed-in' })
  })

  test('AU6 a connection that stands on what a coordinator may do goes when that changes', async () => {
    const noor = network.join({ userId: 'noor', handedBy: 'els' })
    const ian = network.join({ userId: 'ian' })
    await network.flush()
    network.rooms.revoke('plan', 'els', 'no-access')
    await network.flush()
    expect([noor.closed?.code, ian.closed]).toEqual([4403, null])
  })
})
