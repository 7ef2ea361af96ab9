import { expect, test } from 'vitest'
import { limits } from '#shared/limits.ts'
import { CommitBarrier } from './commit-barrier.ts'

test('AK1 a reading waits for every commit, and a write waits for the reading', async () => {
  const barrier = new CommitBarrier()
  const done: string[] = []
  barrier.commitBegan()
  barrier.commitBegan()
  const shown = barrier.pass(() => {
    barrier.assertCommitted()
    done.push('shown')
  })
  expect(barrier.enter(() => done.push('write'))).toBe('held')
  barrier.commitEnded()
  expect(done).toEqual([])
  barrier.commitEnded()
  await shown
  expect(done).toEqual(['shown', 'write'])
})

test('AK1 a reload after a failed commit comes before the readings that waited longer', () => {
  const barrier = new CommitBarrier()
  const done: string[] = []
  barrier.commitBegan()
  void barrier.pass(() => void done.push('reading'))
  barrier.passFirst(() => void done.push('reload'))
  barrier.commitEnded()
  expect(done).toEqual(['reload', 'reading'])
})

test('UP2 a write that is tried once more comes before the writes that are held', () => {
  const barrier = new CommitBarrier()
  const done: string[] = []
  barrier.commitBegan()
  void barrier.pass(() => {})
  barrier.enter(() => done.push('later'))
  barrier.enterAgain(() => done.push('again'))
  barrier.commitEnded()
  expect(done).toEqual(['again', 'later'])
})

test('AK1 showing something while a commit is under way breaks an invariant', () => {
  const barrier = new CommitBarrier()
  barrier.commitBegan()
  expect(() => barrier.assertCommitted()).toThrow(
    expect.objectContaining({ invariant: 'commit-before-show' }),
  )
})

test('a commit that ends twice breaks an invariant', () => {
  const barrier = new CommitBarrier()
  barrier.commitBegan()
  barrier.commitEnded()
  expect(() => barrier.commitEnded()).toThrow(
    expect.objectContaining({ invariant: 'commits-counted' }),
  )
})

test('so many writes are held, and no more (limit heldWritesPerPlan)', () => {
  const barrier = new CommitBarrier()
  barrier.commitBegan()
  void barrier.pass(() => {})
  const { max } = limits.heldWritesPerPlan
  for (let i = 0; i < max; i++) expect(barrier.enter(() => {})).toBe('held')
  expect(barrier.enter(() => {})).toBe('full')
})
