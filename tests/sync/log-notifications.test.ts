import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { encodeUpdate } from '#shared/protocol/codec.ts'
import { forge } from '../fuzz/forge.ts'
import { foreignUpdate, textOf, type } from '../support/one-text.ts'
import { SimNetwork } from '../support/sim-network.ts'

let network: SimNetwork
beforeEach(() => {
  network = new SimNetwork()
})
afterEach(() => network.close())

const appendElsewhere = (words: string) =>
  network.log.append([
    { planId: 'plan', actor: 'rest', body: { kind: 'update', update: foreignUpdate(words) } },
  ])

/** The check of the heads, and the readings that follow. */
async function wait(ms: number): Promise<void> {
  for (let waited = 0; waited < ms; waited += 250) {
    network.clock.advance(250)
    await network.flush()
  }
}

/** Another node stores a snapshot and drops the updates before it. */
async function compact(seq: number): Promise<void> {
  const doc = new Y.Doc()
  for (const { body } of network.log.history('plan').slice(0, seq))
    if (body.kind === 'update') Y.applyUpdate(doc, body.update)
  await network.log.saveSnapshot('plan', seq, Y.encodeStateAsUpdate(doc))
}

describe('LG8 notifications are no truth', () => {
  test('LG8 a change whose notification was lost is there after the next look, and nobody notices more than that', async () => {
    const noor = network.join()
    await network.flush()
    await appendElsewhere('van elders')
    await network.flush()
    expect(textOf(noor)).toBe('')
    await wait(2_000)
    expect(textOf(noor)).toBe('van elders')
    expect(noor.closed).toBeNull()
  })

  test('LG8 a plan whose deletion was not told closes its screens, which ask again what became of it', async () => {
    const noor = network.join()
    await network.flush()
    network.log.removePlan('plan')
    await wait(2_000)
    expect(noor.closed?.code).toBe(4503)
    network.connect(noor)
    await network.flush()
    expect(noor.closed?.code).toBe(4404)
  })

  test('LG8 a notification that comes while the log is being read makes it read once more', async () => {
    network.join()
    await network.flush()
    const room = await network.rooms.open('plan')
    await appendElsewhere('een')
    const first = room.replica.catchUp()
    await appendElsewhere('twee')
    const second = room.replica.catchUp()
    await Promise.all([first, second])
    expect(room.replica.seq).toBe(2)
  })

  test('LG8 a reading that fails is tried again, later each time, while everyone stays', async () => {
    const noor = network.join()
    await network.flush()
    await appendElsewhere('toch gelezen')
    network.log.failReads(4)
    network.rooms.notifyChanged('plan')
    await network.flush()
    expect(textOf(noor)).toBe('')
    await wait(8_000)
    expect(textOf(noor)).toBe('toch gelezen')
    expect(noor.closed).toBeNull()
  })

  test('LG8 an own write behind a change that can not be read is acknowledged once it can', async () => {
    const [noor, wim] = [network.join({ name: 'Noor' }), network.join({ name: 'Wim' })]
    await network.flush()
    await appendElsewhere('A')
    network.log.failReads(2)
    type(noor, 'B')
    await network.flush()
    expect([noor.isSaved, textOf(wim)]).toEqual([false, ''])
    await wait(2_000)
    expect([noor.isSaved, textOf(noor).length, textOf(wim)]).toEqual([true, 2, textOf(noor)])
    expect([noor.closed, wim.closed]).toEqual([null, null])
  })

  test('LG8 a log that can not be read closes the plan in the end; it is read anew by whoever comes back', async () => {
    const noor = network.join()
    await network.flush()
    await appendElsewhere('later')
    network.log.failReads(99)
    network.rooms.notifyChanged('plan')
    await wait(20_000)
    expect(noor.closed?.code).toBe(4503)
    network.log.clearFaults()
    const back = network.join()
    await network.flush()
    expect(textOf(back)).toBe('later')
  })
})

describe('LG9 a room behind a compaction', () => {
  test('LG9 reads anew in place: what is missing and its events are told, nobody is sent away', async () => {
    const [noor, wim] = [network.join({ name: 'Noor' }), network.join({ name: 'Wim' })]
    await network.flush()
    type(noor, 'van hier')
    await network.flush()
    await appendElsewhere(' een')
    await network.log.append([
      {
        planId: 'plan',
        actor: 'u2',
        body: { kind: 'event', event: { type: 'member.added', userId: 'u3' } },
      },
    ])
    await appendElsewhere(' twee')
    await compact(4)
    await appendElsewhere(' drie')
    network.rooms.notifyChanged('plan')
    await network.flush()
    for (const each of [noor, wim]) {
      expect(each.closed).toBeNull()
      for (const words of ['van hier', ' een', ' twee', ' drie'])
        expect(textOf(each)).toContain(words)
      expect(each.events.map(({ seq, event }) => [seq, event.type])).toEqual([[3, 'member.added']])
    }
    expect(await network.rooms.read('plan', 5, (_doc, at) => at.seq)).toBe(5)
  })

  test('LG9 a write that waits for its commit meanwhile is kept, and comes to the others once', async () => {
    const [noor, wim] = [network.join({ name: 'Noor' }), network.join({ name: 'Wim' })]
    await network.flush()
    await appendElsewhere('A')
    await appendElsewhere('B')
    const held = network.log.holdNext()
    type(noor, 'C')
    while (noor.deliverUp()) {
      // received, its commit is held
    }
    await network.commit()
    await compact(2)
    network.rooms.notifyChanged('plan')
    await network.flush()
    expect([...textOf(wim)].sort()).toEqual(['A', 'B'])
    held.release()
    await network.flush()
    expect([noor.isSaved, [...textOf(wim)].sort(), textOf(noor)]).toEqual([
      true,
      ['A', 'B', 'C'],
      textOf(wim),
    ])
  })

  test('LG9 a write of this room that was compacted before it was told is told too', async () => {
    const [noor, wim] = [network.join({ name: 'Noor' }), network.join({ name: 'Wim' })]
    await network.flush()
    await appendElsewhere('A')
    network.log.failReads(1)
    type(noor, 'B')
    await network.flush()
    await compact(2)
    await wait(1_000)
    expect([noor.isSaved, [...textOf(wim)].sort()]).toEqual([true, ['A', 'B']])
    expect([noor.closed, wim.closed]).toEqual([null, null])
  })

  test('LG9 a room that reads the log anew for a bad update jumps over what was compacted', async () => {
    const [noor, mallory] = [network.join({ name: 'Noor' }), network.join({ name: 'Mallory' })]
    await network.flush()
    await appendElsewhere('A')
    await appendElsewhere('B')
    await compact(2)
    mallory.sendRaw(
      encodeUpdate(
        forge(
          [
            {
              client: 66,
              clock: 0,
              structs: [{ kind: 'item', content: { kind: 'string', text: 'x' }, origin: [66, 0] }],
            },
          ],
          [],
        ),
      ),
    )
    await network.flush()
    expect(mallory.closed?.code).toBe(4400)
    expect([noor.closed, [...textOf(noor)].sort()]).toEqual([null, ['A', 'B']])
    type(noor, 'C')
    await network.flush()
    expect(noor.isSaved).toBe(true)
  })
})
