import { describe, expect, it } from 'vitest'
import {
  formatClock,
  formatDay,
  formatLeaf,
  formatMoment,
  formatPastDay,
  formatRecent,
  formatUntil,
  lastDayOf,
} from './moment.ts'

const now = new Date('2026-11-22T20:30:00Z')

describe('a past day', () => {
  it.each([
    ['2026-11-22', 'vandaag'],
    ['2026-11-21', 'gisteren'],
    ['2026-11-20', '20 november'],
    ['2025-11-20', '20 november 2025'],
    // The clock of a device that is behind.
    ['2026-11-23', 'vandaag'],
  ])('%s is “%s”', (day, text) => expect(formatPastDay(day, now)).toBe(text))
})

describe('a deadline', () => {
  it.each([
    ['2026-07-01', 'tot en met 1 juli 2026'],
    ['2026-12-31', 'tot en met 31 december 2026'],
    // The end of 1 July in summer time, of 31 December in winter time, and of the days on which the clock is changed.
    ['2026-07-01T22:00:00Z', 'tot en met 1 juli 2026'],
    ['2026-12-31T23:00:00Z', 'tot en met 31 december 2026'],
    ['2026-03-28T23:00:00Z', 'tot en met 28 maart 2026'],
    ['2026-03-29T22:00:00Z', 'tot en met 29 maart 2026'],
    ['2026-10-24T22:00:00Z', 'tot en met 24 oktober 2026'],
    ['2026-10-25T23:00:00Z', 'tot en met 25 oktober 2026'],
    ['2026-07-01T21:59:00Z', 'tot en met 1 juli 2026'],
    // Midnight in UTC is an hour of the night in Amsterdam.
    ['2026-07-02T00:00:00Z', 'tot 2 juli 2026 om 02.00 uur'],
    ['2026-07-01T22:01:00Z', 'tot 2 juli 2026 om 00.01 uur'],
    ['2026-01-27T16:00:00Z', 'tot 27 januari 2026 om 17.00 uur'],
    ['onzin', ''],
  ])('%s is “%s”', (deadline, text) => expect(formatUntil(deadline)).toBe(text))

  it.each([
    ['2026-07-01T22:00:00Z', '2026-07-01'],
    ['2026-07-01T22:01:00Z', '2026-07-02'],
    ['2026-12-31T23:00:00Z', '2026-12-31'],
    ['2026-07-01', '2026-07-01'],
  ])('%s has %s as its last day', (deadline, day) => expect(lastDayOf(deadline)).toBe(day))
})

describe('a moment', () => {
  it.each([
    ['2026-06-30T22:00:00Z', '1 juli 2026 om 00.00 uur'],
    ['2026-03-29T01:00:00Z', '29 maart 2026 om 03.00 uur'],
    ['2026-10-25T02:00:00Z', '25 oktober 2026 om 03.00 uur'],
    ['onzin', ''],
  ])('%s is “%s”', (moment, text) => expect(formatMoment(moment)).toBe(text))

  it.each([
    ['2026-11-22T08:42:00Z', 'om 09.42 uur'],
    ['2026-11-21T16:12:00Z', 'gisteren om 17.12 uur'],
    ['2026-11-16T08:15:00Z', 'maandag om 09.15 uur'],
    ['2026-11-15T08:15:00Z', 'op 15 november'],
    ['2025-11-22T08:15:00Z', 'op 22 november 2025'],
    // A day is a day in the Netherlands, not in UTC.
    ['2026-11-21T23:30:00Z', 'om 00.30 uur'],
    ['geen tijd', ''],
  ])('%s was %s', (iso, text) => expect(formatRecent(iso, now)).toBe(text))

  it('counts days and not hours when the clock is changed', () =>
    expect(formatRecent('2026-10-24T22:30:00Z', new Date('2026-10-25T23:30:00Z'))).toBe(
      'gisteren om 00.30 uur',
    ))

  it('has a clock', () => expect(formatClock('2026-07-01T07:05:00Z')).toBe('09.05 uur'))
})

describe('a day', () => {
  it.each([
    ['2026-03-09', '9 maart 2026'],
    ['2026-12-31T23:30:00Z', '1 januari 2027'],
    ['2026-13-40', ''],
  ])('%s is “%s”', (iso, text) => expect(formatDay(iso)).toBe(text))
})

it('the same in figures, for a person who chose that', () => {
  expect(formatDay('2026-07-01', 'figures')).toBe('2026-07-01')
  expect(formatMoment('2026-07-01T12:05:00Z', 'figures')).toBe('2026-07-01 om 14.05 uur')
  expect(formatUntil('2026-07-01T22:00:00Z', 'figures')).toBe('tot en met 2026-07-01')
  expect(formatUntil('2026-07-01T15:00:00Z', 'figures')).toBe('tot 2026-07-01 om 17.00 uur')
  expect(formatRecent('2026-10-02T08:00:00Z', now, 'figures')).toBe('op 2026-10-02')
})

it('a calendar leaf has the day and the month of a date', () => {
  expect(formatLeaf('2026-03-01')).toEqual({ day: '1', month: 'mrt' })
  expect(formatLeaf('2026-12-14')).toEqual({ day: '14', month: 'dec' })
})
