import { expect, test } from 'vitest'
import { SnapshotPolicy } from './plan-state.ts'

/** The number of changes of this size after which a growing plan gets its next snapshot. */
function changesUntilDue(policy: SnapshotPolicy, planBytes: number, bytesEach: number): number {
  for (let count = 1; ; count++) {
    policy.add(bytesEach)
    if (policy.isDue(planBytes + count * bytesEach)) return count
  }
}

test('LG5 a plan of ordinary size is kept after five hundred changes, a large one when enough of it is new', () => {
  expect(changesUntilDue(new SnapshotPolicy(), 50_000, 25)).toBe(500)
  expect(changesUntilDue(new SnapshotPolicy(), 700_000, 25)).toBe(4_000)
})

test('LG5 a megabyte is kept whatever it came in', () => {
  expect(changesUntilDue(new SnapshotPolicy(), 8_000_000, 600_000)).toBe(2)
})

test('LG5 changes that were logged while a snapshot was written count for the next one', () => {
  const policy = new SnapshotPolicy()
  changesUntilDue(policy, 1_000, 25)
  const kept = policy.taking()
  for (let i = 0; i < 100; i++) policy.add(25)
  kept()
  expect(policy.hasNew).toBe(true)
  expect(changesUntilDue(policy, 1_000, 25)).toBe(400)
})
