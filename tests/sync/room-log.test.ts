import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '#shared/limits.ts'
import { foreignUpdate, textOf, type } from '../support/one-text.ts'
import { SimNetwork, settle } from '../support/sim-network.ts'

let network: SimNetwork
beforeEach(() => {
  network = new SimNetwork()
})
afterEach(() => network.close())

describe('the plan as a replica of its log', () => {
  test('LG3 changes of others in the log (REST, another node) arrive through the same step, in order', async () => {
    const noor = network.join()
    await network.flush()
    await network.log.append([
      {
        planId: 'plan',
        actor: 'rest',
        body: { kind: 'update', update: foreignUpdate('van elders') },
      },
      {
        planId: 'plan',
        actor: 'u2',
        body: { kind: 'event', event: { type: 'member.added', userId: 'u3' } },
      },
    ])
    network.rooms.notifyChanged('plan')
    await network.flush()
    expect(textOf(noor)).toBe('van elders')
    expect(noor.events).toMatchObject([
      { seq: 2, actor: 'u2', event: { type: 'member.added', userId: 'u3' } },
    ])
  })

  test('LG3 an own write after an unseen change of others is applied after it, and acknowledged', async () => {
    const noor = network.join()
    await network.flush()
    await network.log.append([
      { planId: 'plan', actor: 'rest', body: { kind: 'update', update: foreignUpdate('A') } },
    ])
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
    await network.log.append([
      { planId: 'plan', actor: null, body: { kind: 'update', update: foreignUpdate('b') } },
    ])
    expect(
      await network.rooms.read('plan', 2, (doc, at) => [
        doc.getText('t').toString().length,
        at.seq,
      ]),
    ).toEqual([2, 2])
    await expect(network.rooms.read('plan', 3, () => null)).rejects.toMatchObject({
      code: 'behind',
    })
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

  test('EV5 an event says over how long its screens are to spread what they ask because of it', async () => {
    const noor = network.join({ name: 'Noor' })
    await network.flush()
    const tell = async () => {
      await network.log.append([
        { planId: 'plan', actor: 'u', body: { kind: 'event', event: { type: 'invite.changed' } } },
      ])
      network.rooms.notifyChanged('plan')
      await network.flush()
      return noor.events.at(-1)?.spreadMs ?? 0
    }
    const alone = await tell()
    for (let i = 0; i < 99; i++) network.join({ name: `Wim ${i}` })
    await network.flush()
    expect([alone, await tell()]).toEqual([10, 1000])
  })

  test('EV1 a deleted plan closes every screen', async () => {
    const noor = network.join()
    await network.flush()
    await network.log.append([
      { planId: 'plan', actor: 'u', body: { kind: 'event', event: { type: 'plan.deleted' } } },
    ])
    network.rooms.notifyChanged('plan')
    await network.flush()
    expect(noor.closed?.code).toBe(4404)
  })

  test('LG6 so many readings wait for what is on its way to storage, and no more (limit waitingReadsPerPlan)', async () => {
    const noor = network.join()
    await network.flush()
    const { release } = network.log.holdNext()
    type(noor, 'x')
    while (noor.deliverUp()) await network.commit()
    const reading = () => network.rooms.read('plan', 0, () => 'read')
    const { max } = limits.waitingReadsPerPlan
    const all = Array.from({ length: max }, reading)
    await settle()
    await expect(reading()).rejects.toMatchObject({
      code: 'unavailable',
      limit: 'waitingReadsPerPlan',
    })
    release()
    await network.flush()
    expect(new Set(await Promise.all(all))).toEqual(new Set(['read']))
  })

  test('ST1 a plan that was being opened when storage failed is not left open beside the rooms', async () => {
    network.log.addPlan('other')
    const rens = network.join({ name: 'Rens', planId: 'other' })
    await network.flush()
    const { release } = network.log.holdNextLoad()
    const noor = network.join()
    await network.flush()
    network.log.breakDown()
    type(rens, 'x')
    await network.flush()
    expect(rens.closed?.code).toBe(4503)
    network.log.mend()
    release()
    await network.flush()
    expect(noor.closed).toEqual({ code: 4503, reason: 'unavailable' })
    expect(network.rooms.stats()).toMatchObject({ rooms: 0, peers: 0 })
  })
})
