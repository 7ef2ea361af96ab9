import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { createLogDocument } from '#server/yjs/integrate.ts'
import { encodeUpdate } from '#shared/protocol/codec.ts'
import { HandClock } from '../support/hand-clock.ts'
import { textOf, type } from '../support/one-text.ts'
import { MemoryPlanLog } from '../support/plan-log-memory.ts'
import type { SimClient } from '../support/sim-client.ts'
import { SimNetwork } from '../support/sim-network.ts'

/** Small, so that the update of `writeMuch` takes several turns. */
const sliceUnits = 40

let log: MemoryPlanLog
let network: SimNetwork
let noor: SimClient
let wim: SimClient
beforeEach(async () => {
  log = new MemoryPlanLog(new HandClock())
  log.addPlan('plan')
  network = new SimNetwork(log, undefined, { sliceUnits })
  noor = network.join({ name: 'Noor' })
  wim = network.join({ name: 'Wim' })
  await network.flush()
})
afterEach(() => network.close())

/** One update of many items, after those that Noor has typed. */
function writeMuch(client: SimClient): void {
  client.doc.transact(() => {
    for (let i = 0; i < 60; i++) client.doc.getMap('values').set(`field-${i}`, i)
  })
}

/** Runs turns until the update of `writeMuch` is being handled, and not more. */
async function beginWork(): Promise<void> {
  noor.deliverUp()
  expect(network.isBusy, 'the update takes several turns').toBe(true)
  await network.commit()
  expect(network.isBusy, 'and is not done after one').toBe(true)
}

/** Noor types; her update waits in a group with one of which another server commits the clocks first. */
async function commitBehindOthers(): Promise<{ release: () => void }> {
  const sam = network.join({ name: 'Sam' })
  await network.flush()
  const held = log.holdNext()
  type(noor, 'eerst')
  noor.deliverUp()
  sam.sendRaw(encodeUpdate(under66({ team: 'kwaad' })))
  sam.deliverUp()
  await network.commit()
  await log
    .beside()
    .append([
      { planId: 'plan', actor: 'Sam', body: { kind: 'update', update: under66({ team: 'goed' }) } },
    ])
  return held
}

function under66(values: Record<string, string>): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = 66
  doc.transact(() => {
    for (const [key, value] of Object.entries(values)) doc.getMap('values').set(key, value)
  })
  return Y.encodeStateAsUpdate(doc)
}

async function toTheEnd(): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await network.flush()
    network.clock.advance(2_000)
  }
  await network.flush()
}

/** Everything that a log names stands before it, whatever its reader merges. */
async function mustBeWhole(): Promise<void> {
  const doc = createLogDocument()
  const updates: Uint8Array[] = []
  for (const { seq, body } of log.history('plan')) {
    if (body.kind !== 'update') continue
    updates.push(body.update)
    Y.applyUpdate(doc, body.update)
    expect(doc.store.pendingStructs, `change ${seq} refers to what the log has not`).toBeNull()
  }
  const inRoom = await network.rooms.read('plan', 0, (room) => contentOf(room))
  expect(contentOf(doc)).toBe(inRoom)
  const merged = new Y.Doc()
  if (updates.length > 0) Y.applyUpdate(merged, Y.mergeUpdates(updates.reverse()))
  expect(contentOf(merged)).toBe(inRoom)
}

const contentOf = (doc: Y.Doc) =>
  JSON.stringify([doc.getText('t').toJSON(), Object.entries(doc.getMap('values').toJSON()).sort()])

describe('a commit that fails while the next update of its author is handled', () => {
  test('LG10 storage refused it: the next one is not committed without it', async () => {
    const held = log.holdNext()
    type(noor, 'eerst')
    noor.deliverUp()
    await network.commit()
    writeMuch(noor)
    await beginWork()
    held.fail()
    await toTheEnd()
    expect(noor.closed).not.toBeNull()
    await mustBeWhole()
    // The screen still has both, and brings them when it is back.
    for (const client of [noor, wim])
      network.connect(client, { name: client === noor ? 'Noor' : 'Wim' })
    await toTheEnd()
    expect(noor.isSaved).toBe(true)
    expect(textOf(wim)).toBe('eerst')
    await mustBeWhole()
  })

  test('LG10 another server was first with a change of the same group: all are tried again, in their order', async () => {
    const held = await commitBehindOthers()
    writeMuch(noor)
    await beginWork()
    held.release()
    await toTheEnd()
    expect(noor.closed).toBeNull()
    expect(noor.isSaved).toBe(true)
    expect(textOf(wim)).toBe('eerst')
    expect(wim.doc.getMap('values').get('field-59')).toBe(59)
    await mustBeWhole()
  })

  test('AK2 an update that came twice is acknowledged when it is in the log, not when the document was reloaded', async () => {
    const again = network.join({ name: 'Noor' })
    await network.flush()
    const held = await commitBehindOthers()
    const { acked } = again
    again.sendRaw(encodeUpdate(Y.encodeStateAsUpdate(noor.doc)))
    again.deliverUp()
    await network.commit()
    const second = log.holdNext()
    held.release()
    do await network.commit()
    while (again.deliverDown() || network.isBusy)
    expect(log.history('plan')).toHaveLength(1)
    expect(again.acked).toBe(acked)
    second.release()
    await toTheEnd()
    expect(again.acked).toBe(acked + 1)
    await mustBeWhole()
  })
})

describe('an update of which the log has a part', () => {
  test('UP2 only the rest is logged, whatever the first part says now', async () => {
    const sam = network.join({ name: 'Sam' })
    await network.flush()
    sam.sendRaw(encodeUpdate(under66({ team: 'goed' })))
    await toTheEnd()
    sam.sendRaw(encodeUpdate(under66({ team: 'kwaad', wijk: 'en meer' })))
    await toTheEnd()
    expect(wim.doc.getMap('values').toJSON()).toEqual({ team: 'goed', wijk: 'en meer' })
    await mustBeWhole()
  })
})
