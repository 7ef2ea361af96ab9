import { beforeEach, describe, expect, it } from 'vitest'
import { createSharedReads, type SharedReads } from '#server/plans/shared-reads.ts'
import { HandClock } from '../support/hand-clock.ts'

describe('a value that many request at once', () => {
  let clock: HandClock
  let reads: SharedReads<string>
  let made: string[]
  beforeEach(() => {
    clock = new HandClock()
    reads = createSharedReads(clock, 2)
    made = []
  })
  const read = (key: string, version: number) =>
    reads.read(key, version, async () => {
      made.push(`${key}${version}`)
      return `${key}${version}`
    })

  it('is read once at each version, for those who come while it is read too', async () => {
    expect(await Promise.all([read('a', 1), read('a', 1)])).toEqual(['a1', 'a1'])
    expect([await read('a', 1), await read('a', 2), await read('a', 1)]).toEqual(['a1', 'a2', 'a1'])
    expect(made).toEqual(['a1', 'a2', 'a1'])
  })

  it('is not kept for long, nor for many', async () => {
    await read('a', 1)
    clock.advance(60_000)
    expect(clock.pending).toBe(0)
    await read('a', 1)
    await read('b', 1)
    await read('c', 1)
    await read('a', 1)
    expect(made).toEqual(['a1', 'a1', 'b1', 'c1', 'a1'])
    expect(clock.pending).toBe(2)
  })

  it('a failure is not kept for anyone who asks again', async () => {
    await expect(reads.read('a', 1, () => Promise.reject(new Error('broken')))).rejects.toThrow()
    expect(await read('a', 1)).toBe('a1')
  })
})
