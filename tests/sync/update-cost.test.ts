import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { type LimitName, limits } from '#shared/limits.ts'
import { encodeUpdate } from '#shared/protocol/codec.ts'
import { attacks } from '../fuzz/costly-updates.ts'
import { forge } from '../fuzz/forge.ts'
import { textOf, type } from '../support/one-text.ts'
import { Random } from '../support/random.ts'
import { rawConnection } from '../support/raw-connection.ts'
import { SimNetwork } from '../support/sim-network.ts'

let network: SimNetwork
let limited: LimitName[]
beforeEach(() => {
  limited = []
  network = new SimNetwork(undefined, undefined, { onLimited: (name) => limited.push(name) })
})
afterEach(() => network.close())

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
    const { connection, link } = rawConnection(network, 'Mallory')
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
