import { describe, expect, it } from 'vitest'
import { createTokenBuckets } from './rate-limit.ts'

describe('createTokenBuckets', () => {
  function limited(maxKeys?: number) {
    let now = 0
    const limit = createTokenBuckets({
      clock: { elapsed: () => now, after: () => () => {} },
      burst: 2,
      refillMs: 1000,
      ...(maxKeys === undefined ? {} : { maxKeys }),
    })
    return { take: limit.take, advance: (ms: number) => (now += ms) }
  }

  it('allows a burst, then one for each refill', () => {
    const { take, advance } = limited()
    expect([take('a'), take('a'), take('a')]).toEqual([true, true, false])
    advance(999)
    expect(take('a')).toBe(false)
    advance(1)
    expect([take('a'), take('a')]).toEqual([true, false])
  })

  it('asking while empty does not postpone the refill', () => {
    const { take, advance } = limited()
    take('a')
    take('a')
    for (let n = 0; n < 10; n++) {
      advance(100)
      if (n < 9) expect(take('a')).toBe(false)
    }
    expect(take('a')).toBe(true)
  })

  it('counts each key by itself and never fills up beyond the burst', () => {
    const { take, advance } = limited()
    take('a')
    take('a')
    expect(take('b')).toBe(true)
    advance(1_000_000)
    expect([take('a'), take('a'), take('a')]).toEqual([true, true, false])
  })

  it('holds a bounded number of keys: strangers choose them', () => {
    const { take } = limited(3)
    for (const key of ['a', 'a', 'b', 'c', 'd']) take(key)
    expect([take('a'), take('a')]).toEqual([true, true])
  })
})
