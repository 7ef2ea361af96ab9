import { afterAll, describe, expect, test } from 'vitest'
import { stepKinds } from './actions.ts'
import { pinned } from './pinned.ts'
import { reportFailure } from './report.ts'
import { type Case, caseOf, runCase } from './run.ts'

/** Fixed, so that a change that breaks something breaks it on every machine; `npm run test:fuzz` takes fresh ones. */
const seeds = Array.from({ length: 200 }, (_, i) => 1000 + i)
const total = new Map<string, number>()

async function mustHold(candidate: Case): Promise<void> {
  const { failure, counts } = await runCase(candidate)
  for (const [what, count] of counts) total.set(what, (total.get(what) ?? 0) + count)
  if (failure !== null) expect.fail(await reportFailure(candidate, failure))
}

describe('AK1 AK2 UP2 UP3 AU2 LG3 LG5 PL1 PL2 people writing one plan over bad lines, with a server that fails and dies', () => {
  test.each(pinned)('AK2 once failed: $was', mustHold)

  const size = 40
  for (let start = 0; start < seeds.length; start += size) {
    const some = seeds.slice(start, start + size)
    test(`AK2 PL1 nothing acknowledged is lost, nothing is shown early, all end equal: seeds ${some[0]} to ${some.at(-1)}`, async () => {
      for (const seed of some) await mustHold(caseOf(seed))
    }, 60_000)
  }
})

describe('the runs were not empty', () => {
  afterAll(() => total.clear())

  test.each(stepKinds)('%s happened', (kind) => {
    expect(total.get(kind) ?? 0).toBeGreaterThan(0)
  })

  test.each([
    ['acknowledged write', 2000],
    ['token found', 500],
    ['says saved', 2000],
    ['edit without a connection', 500],
    ['edit without the right', 200],
    ['closed 4403', 20],
    ['closed 4503', 50],
    ['room compared', 500],
    ['room let go', 50],
    ['opened from a snapshot', 200],
    ['elsewhere update', 100],
    ['elsewhere event', 100],
    ['reload without a copy', 20],
    ['own client', 200],
    ['standard client', 200],
  ])('%s, at least %i times', (what, least) => {
    expect(total.get(what) ?? 0).toBeGreaterThanOrEqual(least)
  })
})
