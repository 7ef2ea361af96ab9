import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type LimitName, limits } from '#shared/limits.ts'
import { encodeStep1 } from '#shared/protocol/codec.ts'
import { messageTypes } from '#shared/protocol/messages.ts'
import { textOf, type } from '../support/one-text.ts'
import { rawConnection } from '../support/raw-connection.ts'
import { SimNetwork } from '../support/sim-network.ts'

let network: SimNetwork
let limited: LimitName[]
beforeEach(() => {
  limited = []
  network = new SimNetwork(undefined, undefined, { onLimited: (name) => limited.push(name) })
})
afterEach(() => network.close())

/** As much work of one user as can wait; all of it waits for the first, which takes twenty slices. */
function fillTurnsOf(userId: string): Promise<unknown> {
  const { turns } = network.rooms
  return Promise.all(
    Array.from({ length: limits.waitingWorkPerPerson.max }, (_, index) =>
      turns.run(userId, function* (meter) {
        for (let slice = index === 0 ? 20 : 1; slice > 0; slice--) {
          meter.add(100_000)
          yield
        }
      }),
    ),
  )
}

describe('LI1 the budget of one person', () => {
  const askPresence = Uint8Array.of(messageTypes.queryAwareness)

  test('LI1 messages from before the pause wait too: no more is answered than the budget allows (limit messagesPerPerson)', async () => {
    const { link, connection } = rawConnection(network, 'Mallory')
    await network.commit()
    const before = link.frames
    for (let i = 0; i < 12_000; i++) connection.onMessage(askPresence)
    await network.flush()
    const { burst } = limits.messagesPerPerson
    expect(link.frames - before).toBeLessThanOrEqual(burst + 1)
    expect(link.paused).toBeGreaterThan(0)
    // A second later, the messages of one second are answered, with any number of timers.
    network.clock.advance(1_000)
    await network.flush()
    expect(link.frames - before).toBeGreaterThan(burst + 900)
    expect(link.frames - before).toBeLessThan(burst + 1_100)
    for (let seconds = 0; seconds < 10; seconds++) {
      network.clock.advance(1_000)
      connection.onPong()
      await network.flush()
    }
    expect(link.frames - before).toBe(12_000)
    expect(link.closed).toBeNull()
  })

  test('LI1 answers count by what they cost: the state of a large plan again and again (limit workPerPerson)', async () => {
    const noor = network.join({ name: 'Noor' })
    await network.flush()
    noor.doc.transact(() => {
      const large = noor.doc.getMap<Y.Map<unknown>>('m').set('large', new Y.Map())
      for (let i = 0; i < 20_000; i++) large.set(`k${i}`, i)
    })
    await network.flush()
    const { link, connection } = rawConnection(network, 'Mallory')
    await network.flush()
    const before = link.frames
    const almostNothing = Y.encodeStateVector(new Map([[noor.doc.clientID, 1]]))
    for (let i = 0; i < 500; i++) connection.onMessage(encodeStep1(almostNothing))
    await network.flush()
    expect(link.frames - before).toBeGreaterThan(10)
    expect(link.frames - before).toBeLessThan(150)
    expect(link.closed).toBeNull()
  })

  test('LI1 it is one budget for all connections of a person (limit kibibytesPerPerson)', async () => {
    const [, second] = [rawConnection(network, 'Mallory'), rawConnection(network, 'Mallory')]
    await network.flush()
    expect(network.budgets.waitMs('Mallory')).toBe(0)
    network.budgets.take('Mallory', limits.kibibytesPerPerson.burst * 1024 + 1024)
    expect(network.budgets.waitMs('Mallory')).toBeGreaterThan(0)
    const before = second.link.frames
    second.connection.onMessage(askPresence)
    await network.flush()
    expect(second.link.frames).toBe(before)
  })
})

describe('LI7 the seats of one person', () => {
  test('LI7 one person can’t take all seats of a plan; who sits stays (limit connectionsPerPersonAndPlan)', async () => {
    const { max } = limits.connectionsPerPersonAndPlan
    const own = Array.from({ length: max + 3 }, () => rawConnection(network, 'Mallory'))
    const noor = network.join({ name: 'Noor' })
    await network.flush()
    expect(own.filter(({ link }) => link.closed === null)).toHaveLength(max)
    expect(own.at(-1)?.link.closed).toEqual({ code: 4529, reason: 'too-many-screens' })
    expect(noor.isSynced).toBe(true)
    expect(limited).toEqual(Array(3).fill('connectionsPerPersonAndPlan'))
    // A seat that was given back is free.
    own[0]?.connection.onClosed()
    expect(rawConnection(network, 'Mallory').link.closed).toBeNull()
  })

  test('LI7 one person opens so many plans at once, and closes nobody else’s (limit openPlansPerPerson)', async () => {
    const { max } = limits.openPlansPerPerson
    network = new SimNetwork(undefined, undefined, {
      maxPlans: max + 2,
      onLimited: (name) => limited.push(name),
    })
    for (let i = 0; i < max + 5; i++) network.log.addPlan(`p${i}`)
    const noor = network.join({ name: 'Noor' })
    await network.flush()
    const own = Array.from({ length: max + 5 }, (_, i) =>
      rawConnection(network, 'Mallory', `p${i}`),
    )
    await network.flush()
    expect(own.filter(({ link }) => link.closed === null)).toHaveLength(max)
    expect(network.rooms.stats().rooms).toBe(max + 1)
    expect(limited).toContain('openPlansPerPerson')
    type(noor, 'verder')
    await network.flush()
    expect(noor.isSaved).toBe(true)
  })

  test('LI9 so much work of one person waits for its turn; the next ends the connection that asked (limit waitingWorkPerPerson)', async () => {
    const { link, connection } = rawConnection(network, 'Mallory')
    const wim = network.join({ name: 'Wim' })
    await network.flush()
    const work = fillTurnsOf('Mallory')
    connection.onMessage(Uint8Array.of(messageTypes.queryAwareness))
    await network.flush()
    expect(link.closed).toEqual({ code: 4529, reason: 'too-many' })
    expect(limited).toEqual(['waitingWorkPerPerson'])
    await work
    type(wim, 'hier gaat het door')
    await network.flush()
    expect([wim.closed, wim.isSaved, network.rooms.stats().waitingWork]).toEqual([null, true, 0])
  })

  test('LI9 a held write of someone whose work waits already is refused, and comes again', async () => {
    const [noor, wim] = [network.join({ name: 'Noor' }), network.join({ name: 'Wim' })]
    await network.flush()
    const { release } = network.log.holdNext()
    type(noor, 'onderweg')
    while (noor.deliverUp());
    await network.commit()
    const reading = network.rooms.read('plan', 0, () => {})
    await network.commit()
    type(wim, 'gehouden')
    while (wim.deliverUp());
    const work = fillTurnsOf('Wim')
    release()
    await network.flush()
    await Promise.all([reading, work])
    expect([wim.closed?.code, noor.closed]).toEqual([4529, null])
    expect(limited).toEqual(['waitingWorkPerPerson'])
    network.connect(wim, { name: 'Wim' })
    await network.flush()
    expect(textOf(noor)).toContain('gehouden')
  })

  test('LI7 one person has so many connections in all (limit connectionsPerPerson)', async () => {
    const { max } = limits.connectionsPerPerson
    const plans = Math.ceil((max + 1) / 10)
    for (let i = 0; i < plans; i++) network.log.addPlan(`p${i}`)
    const own = Array.from({ length: max + 1 }, (_, i) =>
      rawConnection(network, 'Mallory', `p${i % plans}`),
    )
    await network.flush()
    expect(own.filter(({ link }) => link.closed === null)).toHaveLength(max)
    expect(limited).toEqual(['connectionsPerPerson'])
  })
})
