import { afterAll, describe, expect, test } from 'vitest'
import { stepKinds } from './actions.ts'
import { pinned } from './pinned.ts'
import { reportFailure } from './report.ts'
import { type Case, caseOf, runCase } from './run.ts'

/** Fixed seeds, so that a fault shows on every machine; `npm run test:fuzz` uses fresh seeds. */
const seeds = Array.from({ length: 120 }, (_, i) => 1000 + i)
const total = new Map<string, number>()

async function mustHold(candidate: Case): Promise<void> {
  const { failure, counts } = await runCase(candidate)
  for (const [what, count] of counts) total.set(what, (total.get(what) ?? 0) + count)
  if (failure !== null) expect.fail(await reportFailure(candidate, failure))
}

describe('AK1 AK2 UP2 UP3 AU2 LG3 LG5 PL1 PL2 people writing one plan over bad lines, with a server that fails and dies', () => {
  test.each(pinned)('AK2 once failed: $was', mustHold)

  const size = 20
  for (let start = 0; start < seeds.length; start += size) {
    const some = seeds.slice(start, start + size)
    test(`AK2 PL1 nothing acknowledged is lost, nothing is shown early, all end equal: seeds ${some[0]} to ${some.at(-1)}`, async () => {
      for (const seed of some) await mustHold(caseOf(seed))
    }, 120_000)
  }
})

describe('the runs were not empty', () => {
  afterAll(() => total.clear())

  test.each(stepKinds)('%s happened', (kind) => {
    expect(total.get(kind) ?? 0).toBeGreaterThan(0)
  })

  test.each([
    ['acknowledged write', 1500],
    ['token found', 300],
    ['says saved', 2000],
    ['edit without a connection', 400],
    ['edit without the right', 100],
    ['closed 4403', 15],
    ['closed 4503', 30],
    ['room compared', 500],
    ['room let go', 20],
    ['opened from a snapshot', 150],
    ['elsewhere update', 50],
    ['elsewhere event', 40],
    ['reload without a copy', 8],
    ['compared to the letter', 60],
    ['compared without order', 5],
    ['anchor made', 300],
    ['anchor found', 150],
    ['anchor orphaned', 30],
    ['own client', 150],
    ['standard client', 100],
  ])('%s, at least %i times', (what, least) => {
    expect(total.get(what) ?? 0).toBeGreaterThanOrEqual(least)
  })
})
