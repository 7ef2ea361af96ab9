import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { limits } from '#shared/limits.ts'
import { encodeStep2 } from '#shared/protocol/codec.ts'
import { maxPlanBytes } from '#shared/protocol/messages.ts'
import { textOf, type, updatesInLog } from '../support/one-text.ts'
import type { SimClient } from '../support/sim-client.ts'
import { SimNetwork } from '../support/sim-network.ts'

let network: SimNetwork
beforeEach(() => {
  network = new SimNetwork()
})
afterEach(() => network.close())

describe('failing storage', () => {
  test('ST1 when storage fails every screen is told at once, nobody gets in, and all goes on when it works again', async () => {
    network.log.addPlan('other')
    const [noor, ijsbrand, elsewhere] = [
      network.join({ name: 'Noor' }),
      network.join({ name: 'IJsbrand' }),
      network.join({ name: 'Rens', planId: 'other' }),
    ]
    await network.flush()
    network.log.breakDown()
    type(noor, 'tekst')
    await network.flush()
    for (const client of [noor, ijsbrand, elsewhere]) {
      expect(client.closed).toEqual({ code: 4503, reason: 'unavailable' })
      expect(client.refusals).toEqual(['unavailable'])
    }
    await expect(network.rooms.checkStorage()).rejects.toMatchObject({ code: 'unavailable' })
    const early = network.join({ name: 'Wim' })
    await network.flush()
    expect(early.closed?.code).toBe(4503)
    expect(early.isSynced).toBe(false)
    network.log.mend()
    network.connect(noor, { name: 'Noor' })
    network.connect(ijsbrand, { name: 'IJsbrand' })
    await network.flush()
    expect(noor.isSaved).toBe(true)
    expect(textOf(ijsbrand)).toBe('tekst')
    await expect(network.rooms.checkStorage()).resolves.toBeUndefined()
  })

  test('ST2 a commit that hangs is told within two seconds, and what it kept after all is there, once', async () => {
    const [noor, ijsbrand] = [network.join({ name: 'Noor' }), network.join({ name: 'IJsbrand' })]
    await network.flush()
    const { release } = network.log.holdNext()
    type(noor, 'tekst')
    await network.flush()
    expect(ijsbrand.closed).toBeNull()
    network.clock.advance(2_000)
    expect([noor.closed?.code, ijsbrand.closed?.code]).toEqual([4503, 4503])
    expect(noor.isSaved).toBe(false)
    release()
    await network.flush()
    network.connect(noor, { name: 'Noor' })
    await network.flush()
    expect(noor.isSaved).toBe(true)
    expect(await updatesInLog(network)).toBe(1)
  })
})

describe('limits', () => {
  test('LI1 a user who sends too fast is read more slowly: nothing is dropped, nobody is sent away, others do not notice', async () => {
    const [noor, ijsbrand] = [network.join({ name: 'Noor' }), network.join({ name: 'IJsbrand' })]
    await network.flush()
    for (let i = 0; i < 2_300; i++) type(noor, 'x')
    await network.flush()
    expect(noor.isPaused).toBe(true)
    expect(noor.toServer.length).toBeGreaterThan(200)
    type(ijsbrand, 'y')
    await network.flush()
    expect(ijsbrand.isSaved).toBe(true)
    for (let i = 0; i < 2_000 && !noor.isSaved; i++) {
      network.clock.advance(1_000)
      for (const client of [noor, ijsbrand]) client.pong()
      await network.flush()
    }
    expect(noor.closed).toBeNull()
    expect(noor.isSaved).toBe(true)
    expect(textOf(ijsbrand)).toHaveLength(2_301)
  })

  test('LI2 the budget is a person’s, over all their screens', async () => {
    const [desk, tablet] = [network.join({ name: 'Noor' }), network.join({ name: 'Noor' })]
    await network.flush()
    for (let i = 0; i < 2_100; i++) type(desk, 'x')
    await network.flush()
    type(tablet, 'y')
    await network.flush()
    expect(tablet.isPaused).toBe(true)
  })

  test('LI4 a plan that is full takes no more words, says so before, and always lets words be taken away', async () => {
    const noor = network.join({ name: 'Noor' })
    await network.flush()
    expect(noor.hello).toMatchObject({ isOverHalf: false })
    type(noor, 'a'.repeat(maxPlanBytes / 2 + 1))
    await network.flush()
    expect(network.rooms.stats().roomsOverHalf).toBe(1)
    const els = network.join({ name: 'Els' })
    await network.flush()
    expect(els.hello).toMatchObject({ isOverHalf: true })
    type(noor, 'b'.repeat(maxPlanBytes / 2))
    await network.flush()
    expect(noor.closed?.code).toBe(4413)
    expect(noor.refusals).toEqual(['plan-full'])
    els.doc.getText('t').delete(0, maxPlanBytes / 4)
    await network.flush()
    expect(els.closed).toBeNull()
    expect(els.isSaved).toBe(true)
    // Deleted text makes room, although the log still holds it.
    network.connect(noor, { name: 'Noor' })
    await network.flush()
    expect(noor.isSaved).toBe(true)
    expect(textOf(els)).toHaveLength(maxPlanBytes * 0.75 + 1)
  })

  test('LI4 a plan takes so many rows and no more, of whatever size they are, and changes of those that are there (limit rowsPerPlan)', async () => {
    const noor = network.join({ name: 'Noor' })
    const els = network.join({ name: 'Els' })
    await network.flush()
    const rows = (client: SimClient) => client.doc.getMap<string>('rows')
    noor.doc.transact(() => {
      for (let i = 0; i < limits.rowsPerPlan.max; i++) rows(noor).set(`r${i}`, 'a')
    })
    await network.flush()
    rows(els).set('r7', 'anders')
    rows(els).delete('r8')
    await network.flush()
    expect([noor.closed, els.isSaved]).toEqual([null, true])
    rows(noor).set('one more', 'a')
    await network.flush()
    expect(noor.closed?.code).toBe(4413)
    expect(noor.refusals).toEqual(['plan-full'])
    // It blocks no other client, and no part of it is stored or shown.
    rows(els).set('r9', 'verder')
    await network.flush()
    expect([els.isSaved, rows(els).has('one more')]).toEqual([true, false])
  })

  test('LI4 an update that a full plan knows already is not refused', async () => {
    const noor = network.join({ name: 'Noor' })
    await network.flush()
    type(noor, 'a'.repeat(maxPlanBytes - 1000))
    await network.flush()
    const whole = encodeStep2(Y.encodeStateAsUpdate(noor.doc))
    noor.sendRaw(whole)
    await network.flush()
    expect(noor.closed).toBeNull()
    expect(network.log.history('plan')).toHaveLength(1)
  })

  test('LI5 a plan that nobody looks at makes room for the next; when all are in use the next comes later', async () => {
    network = new SimNetwork(undefined, undefined, { maxPlans: 2 })
    for (const planId of ['b', 'c']) network.log.addPlan(planId)
    const [noor, els] = [network.join({ name: 'Noor' }), network.join({ name: 'Els', planId: 'b' })]
    await network.flush()
    const early = network.join({ name: 'Wim', planId: 'c' })
    await network.flush()
    expect(early.closed?.code).toBe(4529)
    type(els, 'bewaard')
    await network.flush()
    els.disconnect()
    const later = network.join({ name: 'Wim', planId: 'c' })
    await network.flush()
    expect(later.isSynced).toBe(true)
    noor.disconnect()
    const again = network.join({ name: 'Els', planId: 'b' })
    await network.flush()
    expect(textOf(again)).toBe('bewaard')
  })

  test('LI3 a plan takes a bounded number of screens; the next one is asked to come later', async () => {
    network = new SimNetwork(undefined, undefined, { peersPerPlan: 5 })
    const clients = Array.from({ length: 6 }, (_, i) =>
      network.join({ name: `Lid ${i}`, role: 'reader' }),
    )
    await network.flush()
    expect(
      clients.filter((client) => client.closed !== null).map((client) => client.closed?.code),
    ).toEqual([4529])
  })
})
