import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Socket } from '#server/sync/room/connection.ts'
import { type LimitName, limits } from '#shared/limits.ts'
import { encodeUpdate } from '#shared/protocol/codec.ts'
import { messageTypes } from '#shared/protocol/messages.ts'
import { forge } from '../fuzz/forge.ts'
import { SimNetwork } from '../support/sim-network.ts'

/** Updates cost their sender and no other user, also refused ones and many at once. */

let network: SimNetwork
let limited: LimitName[]
beforeEach(() => {
  limited = []
  network = new SimNetwork(undefined, undefined, { onLimited: (name) => limited.push(name) })
})
afterEach(() => network.close())

/** A connection without a document, for plans of any size. */
async function join(name: string) {
  const link = { frames: 0, closed: null as string | null }
  const socket: Socket = {
    bufferedBytes: 0,
    send: (frames) => {
      link.frames += frames.length
    },
    close: (_, reason) => {
      link.closed ??= reason
    },
    terminate() {},
    ping() {},
    pause() {},
    resume() {},
  }
  const connection = network.accept(socket, { name })
  await network.flush()
  return { link, send: (frame: Uint8Array) => connection.onMessage(frame) }
}

test.each([
  { known: limits.clientsPerPlan.max - 1, refused: [] },
  { known: limits.clientsPerPlan.max, refused: ['clientsPerPlan'] },
])(
  'LI8 a plan has so many client ids in all (limit clientsPerPlan): one more than $known',
  async ({ known, refused }) => {
    // As a snapshot: the plan stays encoded until an update is tried.
    const ids = Array.from({ length: known }, (_, i) => known - i)
    const one = (client: number) =>
      ({ client, clock: 0, structs: [{ kind: 'gc', length: 1 }] }) as const
    await network.log.append([
      { planId: 'plan', actor: null, body: { kind: 'update', update: forge([one(1)]) } },
    ])
    await network.log.saveSnapshot('plan', 1, forge(ids.map(one)))
    const { link, send } = await join('Mallory')
    send(encodeUpdate(forge([one(known + 1)])))
    await network.commit()
    expect(limited).toEqual(refused)
    expect(link.closed).toBe(refused.length === 0 ? null : 'plan-full')
  },
)

test('LI8 an update that is refused costs its sender that the plan is made anew (limit workPerPerson)', async () => {
  const noor = network.join({ name: 'Noor' })
  await network.flush()
  noor.doc.getText('field:visie').insert(0, 'x'.repeat(limits.planBytes.max * 0.95))
  await network.flush()
  const doc = new Y.Doc()
  doc.getArray('list').push([1, 2])
  let refused = 0
  for (; refused < 50 && network.budgets.waitMs('Mallory') === 0; refused++) {
    const { link, send } = await join('Mallory')
    send(encodeUpdate(Y.encodeStateAsUpdate(doc)))
    await network.flush()
    expect(link.closed).toBe('update-too-heavy')
  }
  expect(refused).toBeLessThan(12)
  expect(network.budgets.waitMs('Noor')).toBe(0)
})

test('LI9 of what comes in all at once, as the frames of one HTTP batch, no turn handles more than a slice', async () => {
  network = new SimNetwork(undefined, undefined, { sliceUnits: 100 })
  const { link, send } = await join('Mallory')
  const before = link.frames
  const frames = 400
  for (let i = 0; i < frames; i++) send(Uint8Array.of(messageTypes.queryAwareness))
  const answered = [link.frames - before]
  while (network.isBusy) {
    const already = link.frames
    await network.commit()
    answered.push(link.frames - already)
  }
  expect(answered.reduce((sum, count) => sum + count)).toBe(frames)
  // A slice is ten messages, and a turn two slices; the answers of one turn may leave in the next.
  expect(Math.max(...answered)).toBeLessThanOrEqual(4 * 10 + 1)
})
