import { expect, test } from 'vitest'
import { silentLogger } from '#server/runtime.ts'
import { CommitQueue } from '#server/sync/commit-queue.ts'
import { HandClock } from '../support/hand-clock.ts'
import { MemoryPlanLog } from '../support/plan-log-memory.ts'
import { settle } from '../support/sim-network.ts'

test('UP4 the first commit does not wait; what follows within the pace is committed together', async () => {
  const clock = new HandClock()
  const log = new MemoryPlanLog(clock)
  for (const planId of ['a', 'b']) log.addPlan(planId)
  const queue = new CommitQueue({
    log,
    clock,
    logger: silentLogger,
    onFailing: () => {},
    defer: (run) => run(),
    paceMs: 4,
  })
  const committed: string[] = []
  const add = (planId: string) =>
    queue.add(
      { planId, actor: 'noor', body: { kind: 'update', update: new Uint8Array([1]) } },
      ({ seq }) => void committed.push(`${planId}${seq}`),
      () => {},
    )
  add('a')
  await settle()
  expect(committed).toEqual(['a1'])
  add('b')
  clock.advance(2)
  add('a')
  await settle()
  expect(committed).toEqual(['a1'])
  clock.advance(2)
  await settle()
  expect(committed).toEqual(['a1', 'b1', 'a2'])
  expect(log.appendSizes).toEqual([1, 2])
  clock.advance(100)
  add('a')
  await settle()
  expect(committed.at(-1)).toBe('a3')
})
