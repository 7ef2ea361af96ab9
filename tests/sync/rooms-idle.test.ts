import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { silentLogger } from '#server/runtime.ts'
import { Rooms } from '#server/sync/room/rooms.ts'
import { HandClock } from '../support/hand-clock.ts'
import { MemoryPlanLog } from '../support/plan-log-memory.ts'

const idleMs = 60_000
const settled = () => new Promise((resolve) => setImmediate(resolve))

/** Storage that is slow to store a snapshot. */
class SlowLog extends MemoryPlanLog {
  started = () => {}
  released: Promise<void> = Promise.resolve()
  override async saveSnapshot(planId: string, seq: number, state: Uint8Array): Promise<void> {
    this.started()
    await this.released
    await super.saveSnapshot(planId, seq, state)
  }
}

it('LG4 a plan that is used while its state is being kept stays open, and is let go when it is left alone again', async () => {
  const clock = new HandClock()
  const log = new SlowLog(clock)
  log.addPlan('p')
  const doc = new Y.Doc()
  doc.getMap('values').set('wijk', 'Kraaienveen')
  await log.append([
    { planId: 'p', actor: 'els', body: { kind: 'update', update: Y.encodeStateAsUpdate(doc) } },
  ])
  const rooms = new Rooms({ log, clock, logger: silentLogger })
  const room = await rooms.open('p')
  let release = () => {}
  log.released = new Promise((resolve) => {
    release = resolve
  })
  const started = new Promise<void>((resolve) => {
    log.started = resolve
  })

  clock.advance(idleMs)
  await started
  expect(await rooms.open('p')).toBe(room)
  release()
  await settled()
  expect(await rooms.open('p')).toBe(room)

  clock.advance(idleMs)
  await settled()
  expect(await rooms.open('p')).not.toBe(room)
})
