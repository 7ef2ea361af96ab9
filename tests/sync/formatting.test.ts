import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { contentOf } from '../fuzz/log-index.ts'
import type { SimClient } from '../support/sim-client.ts'
import { SimNetwork } from '../support/sim-network.ts'

let network: SimNetwork
beforeEach(() => {
  network = new SimNetwork()
})
afterEach(() => network.close())

const each = ([client, from, to]: readonly [number, number, number]) =>
  Array.from({ length: to - from }, (_, i) => `${client}:${from + i}`)
const textOf = (client: SimClient) => client.doc.getXmlFragment('field:visie').get(0) as Y.XmlText

test('AK2 LG3 the room deletes no formatting of its own accord: its document is what the log says, mark by mark', async () => {
  const [noor, wim] = [network.join({ name: 'Noor' }), network.join({ name: 'Wim' })]
  await network.flush()
  noor.doc.getXmlFragment('field:visie').insert(0, [new Y.XmlText('samen')])
  await network.flush()
  // Yjs removes superfluous marks on every receiver: also on the server, before the update is
  // logged.
  textOf(noor).format(0, 5, { bold: {} })
  textOf(wim).delete(0, 5)
  await network.flush()
  const logged = network.log
    .history('plan')
    .flatMap(({ body }) =>
      body.kind === 'update' ? contentOf(body.update).deleted.flatMap(each) : [],
    )
  const deleted = await network.rooms.read('plan', 0, (doc) => [
    ...Y.createDeleteSetFromStructStore(doc.store).clients,
  ])
  expect(deleted.length).toBeGreaterThan(0)
  for (const [client, ranges] of deleted)
    for (const { clock, len } of ranges)
      expect(logged).toEqual(expect.arrayContaining(each([client, clock, clock + len])))
  expect([noor.isSaved, wim.isSaved]).toEqual([true, true])
})
