import { describe, expect, it } from 'vitest'
import { addDays, fromAmsterdam, isoDayOf, toAmsterdam, weekdayOf, yearOf } from './amsterdam.ts'

describe('the clock in Amsterdam', () => {
  it.each([
    ['2026-01-27', '17:00', '2026-01-27T16:00:00.000Z'],
    ['2026-07-01', '00:30', '2026-06-30T22:30:00.000Z'],
    // The night that has the hour of two o'clock twice, and the one that has it not.
    ['2026-10-25', '02:30', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25', '03:30', '2026-10-25T02:30:00.000Z'],
    ['2026-03-29', '03:30', '2026-03-29T01:30:00.000Z'],
  ])('%s %s is %s', (date, time, utc) => {
    const ms = fromAmsterdam(date, time)
    expect(new Date(ms ?? 0).toISOString()).toBe(utc)
    expect(toAmsterdam(ms ?? 0)).toEqual({ date, time })
  })

  it.each([
    ['2026-03-29', '02:30'],
    ['2026-02-30', '12:00'],
    ['2026-01-27', '24:00'],
    ['27-01-2026', '12:00'],
    ['2026-01-27', ''],
  ])('%s %s is no moment', (date, time) => expect(fromAmsterdam(date, time)).toBeNull())

  it('counts days and names them', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01')
    expect([weekdayOf('2026-01-12'), weekdayOf('2026-01-18')]).toEqual([1, 7])
    expect(isoDayOf('2026-06-30T22:00:00Z')).toBe('2026-07-01')
    expect(yearOf(new Date('2026-12-31T23:30:00Z'))).toBe(2027)
  })
})
