import { describe, expect, it } from 'vitest'
import { nextDigestAt } from './digest-time.ts'

const next = (now: string, rhythm: 'daily' | 'weekly') =>
  new Date(nextDigestAt(Date.parse(now), rhythm)).toISOString()

describe('when the digest goes out', () => {
  it('at the next seven in the morning in Amsterdam, summer and winter', () => {
    expect(next('2026-01-13T05:59:59Z', 'daily')).toBe('2026-01-13T06:00:00.000Z')
    expect(next('2026-01-13T06:00:00Z', 'daily')).toBe('2026-01-14T06:00:00.000Z')
    // The night in which the clock goes forward, and the one in which it goes back.
    expect(next('2026-03-28T12:00:00Z', 'daily')).toBe('2026-03-29T05:00:00.000Z')
    expect(next('2026-10-24T12:00:00Z', 'daily')).toBe('2026-10-25T06:00:00.000Z')
    // Past midnight there, not yet in UTC.
    expect(next('2026-07-01T22:30:00Z', 'daily')).toBe('2026-07-02T05:00:00.000Z')
  })

  it('or of the next Monday', () => {
    expect(next('2026-01-13T14:25:00Z', 'weekly')).toBe('2026-01-19T06:00:00.000Z')
    expect(next('2026-01-19T05:00:00Z', 'weekly')).toBe('2026-01-19T06:00:00.000Z')
    expect(next('2026-01-19T06:00:00Z', 'weekly')).toBe('2026-01-26T06:00:00.000Z')
  })
})
