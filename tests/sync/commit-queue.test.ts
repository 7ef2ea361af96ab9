import { beforeEach, expect, test } from 'vitest'
import { silentLogger } from '#server/runtime.ts'
import { CommitQueue } from '#server/sync/commit/commit-queue.ts'
import { CommitWatch } from '#server/sync/commit/storage-health.ts'
import { HandClock } from '../support/hand-clock.ts'
import { MemoryPlanLog } from '../support/plan-log-memory.ts'
import { settle } from '../support/sim-network.ts'

const hour = 3_600_000

let clock: HandClock
let log: MemoryPlanLog
let queue: CommitQueue
let committed: string[]
beforeEach(() => {
  clock = new HandClock()
  log = new MemoryPlanLog(clock)
  for (const planId of ['a', 'b']) log.addPlan(planId)
  queue = new CommitQueue({
    log,
    clock,
    logger: silentLogger,
    watch: new CommitWatch({ clock, onStalled: () => {} }),
    onFailing: () => {},
    defer: (run) => run(),
    paceMs: 4,
  })
  committed = []
})

const add = (planId: string) =>
  queue.add(
    { planId, actor: 'noor', body: { kind: 'update', update: new Uint8Array([1]) } },
    ({ seq }) => void committed.push(`${planId}${seq}`),
    () => {},
  )

test('UP4 the first commit does not wait; what follows within the pace is committed together', async () => {
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

test.each([
  ['two hours back', -2 * hour],
  ['forty days forward', 40 * 24 * hour],
])(
  'ST3 a clock that is set %s keeps no commit waiting, and stands in what is written down',
  async (_, byMs) => {
    add('a')
    await settle()
    clock.setWall(byMs)
    add('a')
    clock.advance(4)
    await settle()
    add('a')
    clock.advance(4)
    await settle()
    expect(committed).toEqual(['a1', 'a2', 'a3'])
    const [first, second] = log.history('a')
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBe(byMs + 4)
  },
)
