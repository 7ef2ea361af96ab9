import { expect, test, vi } from 'vitest'
import { InvariantError } from '#server/invariant.ts'
import { silentLogger } from '#server/runtime.ts'
import { inOneGo, Turns } from '#server/turns.ts'
import { HandClock } from '#tests/support/hand-clock.ts'
import { MemoryPlanLog } from '#tests/support/plan-log-memory.ts'
import type { CommitQueue } from '../commit/commit-queue.ts'
import { PlanState } from './plan-state.ts'
import { ReplicaCore } from './replica-core.ts'

async function openCore() {
  const log = new MemoryPlanLog(new HandClock())
  log.addPlan('plan')
  const loaded = await log.load('plan')
  if (loaded === null) throw new Error('no plan')
  const state = inOneGo((meter) => PlanState.open('plan', { loaded }, meter))
  const listener = {
    onChange: vi.fn(),
    onMissed: vi.fn(),
    presentAs: () => undefined,
    onBehind: () => {},
    onFailed: vi.fn(),
    onBroken: vi.fn(),
  }
  const options = {
    planId: 'plan',
    log,
    queue: {} as CommitQueue,
    logger: silentLogger,
    turns: new Turns(),
    observe: undefined,
    onLimited: () => {},
  }
  return { core: new ReplicaCore(state, options, listener), listener, log }
}

const event = (seq: number) =>
  ({ seq, at: 1, actor: null, body: { kind: 'event', event: { type: 'plan.changed' } } }) as const

test('IN1 a closed plan that announces a change breaks an invariant', async () => {
  const { core, listener } = await openCore()
  core.announce(event(1), [], null)
  core.close()
  for (const announce of [
    () => core.announce(event(2), [], null),
    () => core.announceSnapshot(new Uint8Array(), []),
  ])
    expect(announce).toThrow(expect.objectContaining({ invariant: 'closed-is-silent' }))
  expect(listener.onChange).toHaveBeenCalledTimes(1)
})

test('IN1 a snapshot beyond the log closes the plan, once; any other failed snapshot does not', async () => {
  const { core, listener, log } = await openCore()
  core.announce(event(1), [], null)
  const save = vi.spyOn(log, 'saveSnapshot')
  save.mockRejectedValueOnce(new Error('disk full'))
  await core.saveSnapshot()
  expect(core.isClosed).toBe(false)
  await core.saveSnapshot()
  expect(core.isClosed).toBe(true)
  expect(listener.onBroken).toHaveBeenCalledExactlyOnceWith(new InvariantError('snapshot-in-log'))
  expect(listener.onFailed).toHaveBeenCalledTimes(1)
})
