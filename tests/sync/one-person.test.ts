import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Connection, Socket } from '#server/sync/room/connection.ts'
import { type LimitName, limits } from '#shared/limits.ts'
import { encodeStep1, encodeUpdate } from '#shared/protocol/codec.ts'
import { messageTypes } from '#shared/protocol/messages.ts'
import { attacks } from '../fuzz/costly-updates.ts'
import { forge } from '../fuzz/forge.ts'
import { textOf, type } from '../support/one-text.ts'
import { Random } from '../support/random.ts'
import { SimNetwork } from '../support/sim-network.ts'

let network: SimNetwork
let limited: LimitName[]
beforeEach(() => {
  limited = []
  network = new SimNetwork(undefined, undefined, { onLimited: (name) => limited.push(name) })
})
afterEach(() => network.close())

/** A connection that sends anything, also while it is not read. */
function rawConnection(name: string, planId = 'plan') {
  const link = { frames: 0, closed: null as { code: number; reason: string } | null, paused: 0 }
  const socket: Socket = {
    bufferedBytes: 0,
    send: (frames) => {
      link.frames += frames.length
    },
    close: (code, reason) => {
      link.closed ??= { code, reason }
    },
    terminate() {},
    ping() {},
    pause: () => {
      link.paused++
    },
    resume() {},
  }
  const connection: Connection = network.accept(socket, { name, planId, hasExtensions: false })
  return { link, connection }
}

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
    const { link, connection } = rawConnection('Mallory')
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
    const { link, connection } = rawConnection('Mallory')
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
    const [, second] = [rawConnection('Mallory'), rawConnection('Mallory')]
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
    const own = Array.from({ length: max + 3 }, () => rawConnection('Mallory'))
    const noor = network.join({ name: 'Noor' })
    await network.flush()
    expect(own.filter(({ link }) => link.closed === null)).toHaveLength(max)
    expect(own.at(-1)?.link.closed).toEqual({ code: 4529, reason: 'too-many-screens' })
    expect(noor.isSynced).toBe(true)
    expect(limited).toEqual(Array(3).fill('connectionsPerPersonAndPlan'))
    // A seat that was given back is free.
    own[0]?.connection.onClosed()
    expect(rawConnection('Mallory').link.closed).toBeNull()
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
    const own = Array.from({ length: max + 5 }, (_, i) => rawConnection('Mallory', `p${i}`))
    await network.flush()
    expect(own.filter(({ link }) => link.closed === null)).toHaveLength(max)
    expect(network.rooms.stats().rooms).toBe(max + 1)
    expect(limited).toContain('openPlansPerPerson')
    type(noor, 'verder')
    await network.flush()
    expect(noor.isSaved).toBe(true)
  })

  test('LI9 so much work of one person waits for its turn; the next ends the connection that asked (limit waitingWorkPerPerson)', async () => {
    const { link, connection } = rawConnection('Mallory')
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
    const own = Array.from({ length: max + 1 }, (_, i) => rawConnection('Mallory', `p${i % plans}`))
    await network.flush()
    expect(own.filter(({ link }) => link.closed === null)).toHaveLength(max)
    expect(limited).toEqual(['connectionsPerPerson'])
  })
})

describe('LI8 updates that cost more than their size says', () => {
  test.each([
    ['one client that always begins at the front of a long list, up to its end', 4_000],
    ['one client between the same two, each time with another right neighbour', 4_000],
  ] as const)(
    'LI8 are refused before they cost it, and nobody else notices: %s (limit updateWork)',
    async (name, size) => {
      const noor = network.join({ name: 'Noor' })
      const mallory = network.join({ name: 'Mallory' })
      await network.flush()
      for (const update of attacks[name](size, new Random(1))) mallory.sendRaw(encodeUpdate(update))
      await network.flush()
      expect(mallory.closed?.code).toBe(4413)
      expect(mallory.refusals).toEqual(['update-too-heavy'])
      expect(limited).toEqual(['updateWork'])
      // The refused text is on no screen and in no log.
      expect(textOf(noor)).not.toContain('x'.repeat(2_001))
      type(noor, 'verder')
      await network.flush()
      expect(noor.isSaved).toBe(true)
      expect(noor.closed).toBeNull()
    },
  )

  test.each([
    ['values in a list', (doc: Y.Doc) => doc.getArray('list').push([1, 2])],
    [
      'types nested deeper than 64',
      (doc: Y.Doc) => {
        let map = doc.getMap<Y.Map<unknown>>('deep')
        for (let depth = 0; depth < 70; depth++) map = map.set('in', new Y.Map()) as typeof map
      },
    ],
    [
      'marks of more than 64 kinds',
      (doc: Y.Doc) => {
        const text = doc.getText('marks')
        text.insert(0, 'x'.repeat(70))
        for (let kind = 0; kind < 70; kind++) text.format(kind, 1, { [`mark${kind}`]: true })
      },
    ],
    [
      'more fields than all forms have',
      (doc: Y.Doc) => {
        for (let field = 0; field < 4_010; field++) doc.getText(`field${field}`).insert(0, 'x')
      },
    ],
  ] as const)(
    'LI8 an update that costs everyone after it is refused with its reason: %s',
    async (_, write) => {
      const mallory = network.join({ name: 'Mallory' })
      const noor = network.join({ name: 'Noor' })
      await network.flush()
      const doc = new Y.Doc()
      write(doc)
      mallory.sendRaw(encodeUpdate(Y.encodeStateAsUpdate(doc)))
      await network.flush()
      expect(mallory.closed?.code).toBe(4413)
      expect(mallory.refusals).toEqual(['update-too-heavy'])
      type(noor, 'verder')
      await network.flush()
      expect(noor.isSaved).toBe(true)
    },
  )

  test.each([
    [
      'letters',
      (block: Y.XmlElement, count: number) => block.insert(0, [new Y.XmlText('a'.repeat(count))]),
    ],
    [
      'lines',
      (block: Y.XmlElement, count: number) =>
        block.insert(
          0,
          Array.from({ length: count }, () => new Y.XmlElement('hardBreak')),
        ),
    ],
  ])(
    'LI8 a block of text takes so many %s, and not one more (limit blockLength)',
    async (_, fill) => {
      const mallory = network.join({ name: 'Mallory' })
      await network.flush()
      const { max } = limits.blockLength
      const update = (count: number) => {
        const doc = new Y.Doc()
        const block = new Y.XmlElement('paragraph')
        doc.getXmlFragment('field:leden').insert(0, [block])
        fill(block, count)
        return Y.encodeStateAsUpdate(doc)
      }
      mallory.sendRaw(encodeUpdate(update(max)))
      await network.flush()
      expect(mallory.closed).toBeNull()
      mallory.sendRaw(encodeUpdate(update(max + 1)))
      await network.flush()
      expect(mallory.refusals).toEqual(['update-too-heavy'])
    },
  )

  test('LI8 so many things are deleted as one, and not more: Yjs does that in one go', async () => {
    const mallory = network.join({ name: 'Mallory' })
    await network.flush()
    const doc = new Y.Doc()
    const holder = doc.getMap<Y.Map<unknown>>('holder')
    const large = holder.set('large', new Y.Map())
    for (let n = 0; n < 10_010; n++) large.set(`k${n}`, n)
    const before = Y.encodeStateVector(doc)
    mallory.sendRaw(encodeUpdate(Y.encodeStateAsUpdate(doc)))
    await network.flush()
    expect(mallory.closed).toBeNull()
    holder.delete('large')
    mallory.sendRaw(encodeUpdate(Y.encodeStateAsUpdate(doc, before)))
    await network.flush()
    expect(mallory.refusals).toEqual(['update-too-heavy'])
  })

  test('LI8 so many new client ids come in one message (limit newClientsPerMessage)', async () => {
    const mallory = network.join({ name: 'Mallory' })
    await network.flush()
    const { max } = limits.newClientsPerMessage
    const clients = (count: number, from: number) =>
      forge(
        Array.from({ length: count }, (_, i) => ({
          client: from + i,
          clock: 0,
          structs: [{ kind: 'item', content: { kind: 'string', text: 'x' }, parent: `t${i}` }],
        })),
      )
    mallory.sendRaw(encodeUpdate(clients(max, 10)))
    await network.flush()
    expect(mallory.closed).toBeNull()
    mallory.sendRaw(encodeUpdate(clients(max + 1, 100_000)))
    await network.flush()
    expect(mallory.refusals).toEqual(['update-too-heavy'])
    expect(limited).toEqual(['newClientsPerMessage'])
  })

  test('LI8 one person brings so many over time, however many messages they take (limit newClientsPerPerson)', async () => {
    const { burst } = limits.newClientsPerPerson
    const { connection, link } = rawConnection('Mallory')
    await network.flush()
    for (let i = 0; i <= burst && link.closed === null; i++) {
      network.clock.advance(2)
      connection.onMessage(
        encodeUpdate(forge([{ client: 10 + i, clock: 0, structs: [{ kind: 'gc', length: 1 }] }])),
      )
      await network.commit()
    }
    expect(link.closed).toEqual({ code: 4413, reason: 'update-too-heavy' })
    expect(limited).toEqual(['newClientsPerPerson'])
    expect(await network.rooms.read('plan', 0, (doc) => doc.store.clients.size)).toBe(burst)
  })

  test('LI8 a log that was written before there was a bound opens all the same', async () => {
    const [first = new Uint8Array(), second = new Uint8Array()] = attacks[
      'many clients at one place, the later ones after the earlier'
    ](1_500, new Random(1))
    for (const update of [first, second])
      await network.log.append([{ planId: 'plan', actor: null, body: { kind: 'update', update } }])
    const noor = network.join({ name: 'Noor' })
    await network.flush()
    expect(textOf(noor)).toHaveLength(3_000)
    type(noor, 'verder')
    await network.flush()
    expect(noor.isSaved).toBe(true)
  })
})
