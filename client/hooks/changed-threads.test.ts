import { describe, expect, it } from 'vitest'
import type { Thread } from '#shared/api/comments.ts'
import { noThreads, withChanges } from './changed-threads.ts'

const thread = (id: string, seq: number, place = ''): Thread => ({
  id,
  seq,
  place,
  target: { kind: 'plan' },
  resolved: false,
  toDiscuss: false,
  comments: [],
  isUnread: false,
})
const answer = { threads: [], removed: [], seq: 9, epoch: 'e', isWhole: false }
const shown = ({ threads }: { threads: readonly Thread[] }) =>
  threads.map(({ id, place }) => id + place)
const asItIs = (one: Thread) => one

describe('threads as a screen knows them', () => {
  const known = withChanges(
    noThreads,
    { ...answer, isWhole: true, seq: 5, threads: [thread('a', 1), thread('b', 2), thread('c', 3)] },
    asItIs,
  )

  it('EV3 a changed thread replaces the known one, in the order in which threads began', () => {
    const next = withChanges(
      known,
      { ...answer, threads: [thread('d', 4), thread('b', 2, '!')], removed: ['a', 'unknown'] },
      asItIs,
    )
    expect(shown(next)).toEqual(['b!', 'c', 'd'])
    expect([next.seq, next.epoch]).toEqual([9, 'e'])
    // The same object: it is not rendered again.
    expect(next.threads[1]).toBe(known.threads[2])
  })

  it('EV3 all that was known goes when everything is told anew', () => {
    const next = withChanges(known, { ...answer, isWhole: true, threads: [thread('d', 4)] }, asItIs)
    expect(shown(next)).toEqual(['d'])
  })

  it('finds where the words of a thread are, as it comes in', () => {
    const next = withChanges(known, { ...answer, threads: [thread('b', 2)] }, (one) => ({
      ...one,
      place: '?',
    }))
    expect(shown(next)).toEqual(['a', 'b?', 'c'])
  })
})
