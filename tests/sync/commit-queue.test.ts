import { beforeEach, expect, test, vi } from 'vitest'
import { InvariantError } from '#server/invariant.ts'
import { silentLogger } from '#server/runtime.ts'
import { CommitQueue, type Outcome } from '#server/sync/commit/commit-queue.ts'
import type { NewChange } from '#server/sync/plan-log.ts'
import { limits } from '#shared/limits.ts'
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
    onFailing: () => {},
    defer: (run) => run(),
    paceMs: 4,
  })
  committed = []
})

const add = (planId: string) =>
  queue.add(
    { planId, actor: 'noor', body: { kind: 'update', update: new Uint8Array([1]) } },
    (outcome) => {
      if (outcome.kind === 'committed') committed.push(`${planId}${outcome.seq}`)
    },
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

test('LG10 a change that gathered behind a failed one of its plan fails with it, and those of other plans go on', async () => {
  const told: string[] = []
  const addTelling = (planId: string) =>
    queue.add(
      { planId, actor: 'noor', body: { kind: 'update', update: new Uint8Array([1]) } },
      (outcome) => told.push(`${planId} ${outcome.kind}`),
    )
  log.failNext()
  addTelling('a')
  addTelling('a')
  addTelling('b')
  await settle()
  clock.advance(4)
  await settle()
  expect(told).toEqual(['a failed', 'a failed', 'b committed'])
  addTelling('a')
  clock.advance(4)
  await settle()
  expect(log.history('a')).toHaveLength(1)
})

test('IN1 a count of commits that is off fails the change at which it shows, and no other', async () => {
  const onFailing = vi.fn()
  queue = new CommitQueue({ log, clock, logger: silentLogger, onFailing })
  const outcomes: Outcome[] = []
  const addTelling = (planId: string) =>
    queue.add(
      { planId, actor: 'noor', body: { kind: 'update', update: new Uint8Array([1]) } },
      (outcome) => outcomes.push(outcome),
    )
  addTelling('a')
  addTelling('b')
  queue.watch.refused()
  await queue.drained()
  expect(outcomes).toMatchObject([
    { kind: 'committed', seq: 1 },
    { kind: 'failed', error: { invariant: 'commits-counted' } },
  ])
  expect(() => queue.watch.committed()).toThrow(
    expect.objectContaining({ invariant: 'commits-counted' }),
  )
  addTelling('a')
  await queue.drained()
  expect(outcomes.at(-1)).toMatchObject({ kind: 'committed', seq: 2 })
})

test('IN1 a commit that breaks an invariant of storage fails its plan; storage does not count as failing', async () => {
  const onFailing = vi.fn()
  queue = new CommitQueue({ log, clock, logger: silentLogger, onFailing })
  log.failNext(new InvariantError('commit-answered'))
  log.failNext(new InvariantError('commit-answered'))
  add('a')
  add('b')
  await queue.drained()
  expect(committed).toEqual(['b1'])
  expect(onFailing).not.toHaveBeenCalled()
})

test('so many changes wait for their commit, and the next is refused (limit waitingChanges)', async () => {
  let begin = () => {}
  const { max } = limits.waitingChanges
  const outcomes: Outcome[] = []
  const full = new CommitQueue({
    log,
    clock,
    logger: silentLogger,
    onFailing: () => {},
    defer: (run) => {
      begin = run
    },
  })
  const change: NewChange = {
    planId: 'a',
    actor: 'noor',
    body: { kind: 'update', update: new Uint8Array([1]) },
  }
  for (let i = 0; i < max; i++) full.add(change, () => {})
  full.add(change, (outcome) => void outcomes.push(outcome))
  expect([full.size, outcomes]).toEqual([max, []])
  begin()
  expect(outcomes).toMatchObject([
    { kind: 'failed', error: { code: 'unavailable', limit: 'waitingChanges' } },
  ])
})

test('UP4 an answer that numbers nothing, or twice the same, counts for nothing', async () => {
  const outcomes: Outcome[] = []
  const body = { kind: 'update', update: new Uint8Array([1]) } as const
  const both = () => {
    for (const planId of ['a', 'a', 'b'])
      queue.add({ planId, actor: 'noor', body }, (outcome) => void outcomes.push(outcome))
  }
  // The first change starts a commit at once; the changes within the pace are committed together.
  add('a')
  await settle()
  log.answerWronglyNext((answers) => answers.map(({ at }) => ({ seq: 1, at })))
  both()
  clock.advance(4)
  await settle()
  expect(outcomes.map(({ kind }) => kind)).toEqual(['committed', 'failed', 'committed'])
  log.answerWronglyNext((answers) => answers.slice(1))
  both()
  clock.advance(4)
  await settle()
  expect(outcomes.slice(3)).toMatchObject(
    [1, 2, 3].map(() => ({ error: { invariant: 'commit-answered' } })),
  )
})
