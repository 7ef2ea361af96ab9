import { describe, expect, it } from 'vitest'
import { formatDay, formatMoment, yearOf } from './moment.ts'

const now = new Date('2026-11-22T20:30:00Z')

describe('formatMoment', () => {
  it.each([
    ['2026-11-22T08:42:00Z', 'om 09:42'],
    ['2026-11-21T16:12:00Z', 'gisteren om 17:12'],
    ['2026-11-16T08:15:00Z', 'maandag om 09:15'],
    ['2026-11-15T08:15:00Z', 'op 15 november'],
    ['2025-11-22T08:15:00Z', 'op 22 november 2025'],
    ['geen tijd', ''],
  ])('%s is %s', (iso, text) => expect(formatMoment(iso, now)).toBe(text))

  it('counts days as they are in the Netherlands, not in UTC', () => {
    expect(formatMoment('2026-11-21T23:30:00Z', now)).toBe('om 00:30')
  })

  it('counts days and not hours when the clock is changed', () => {
    expect(formatMoment('2026-10-24T22:30:00Z', new Date('2026-10-25T23:30:00Z'))).toBe(
      'gisteren om 00:30',
    )
  })
})

describe('formatDay', () => {
  it('writes a date in full', () => expect(formatDay('2026-03-09')).toBe('9 maart 2026'))
  it('takes the Dutch day of a moment', () =>
    expect(formatDay('2026-12-31T23:30:00Z')).toBe('1 januari 2027'))
  it('is empty for what is no date', () => expect(formatDay('2026-13-40')).toBe(''))
})

it('knows that it is the new year here before it is in UTC', () =>
  expect(yearOf(new Date('2026-12-31T23:30:00Z'))).toBe(2027))
