import { expect, test } from 'vitest'
import { SnapshotPace } from './snapshot-pace.ts'

/** After how many changes of so many bytes a plan that grows by them gets its next snapshot. */
function changesUntilDue(pace: SnapshotPace, planBytes: number, bytesEach: number): number {
  for (let count = 1; ; count++) {
    pace.add(bytesEach)
    if (pace.isDue(planBytes + count * bytesEach)) return count
  }
}

test('LG5 a plan of ordinary size is kept after five hundred changes, a large one when enough of it is new', () => {
  expect(changesUntilDue(new SnapshotPace(), 50_000, 25)).toBe(500)
  expect(changesUntilDue(new SnapshotPace(), 700_000, 25)).toBe(4_000)
})

test('LG5 a megabyte is kept whatever it came in', () => {
  expect(changesUntilDue(new SnapshotPace(), 8_000_000, 600_000)).toBe(2)
})

test('LG5 what was logged while a snapshot was written counts for the next', () => {
  const pace = new SnapshotPace()
  changesUntilDue(pace, 1_000, 25)
  const kept = pace.taking()
  for (let i = 0; i < 100; i++) pace.add(25)
  kept()
  expect(pace.hasNew).toBe(true)
  expect(changesUntilDue(pace, 1_000, 25)).toBe(400)
})
