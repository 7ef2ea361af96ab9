import { expect, it } from 'vitest'
import { readDate, showDate } from './date-text.ts'

it.each([
  ['9-3-2026', '2026-03-09'],
  ['09/03/26', '2026-03-09'],
  ['31.12.2026', '2026-12-31'],
  ['9 maart 2026', '2026-03-09'],
  ['9 mrt. 2026', '2026-03-09'],
  ['2026-03-09', '2026-03-09'],
  ['1 mei 2027', '2027-05-01'],
])('reads %s', (text, value) => {
  expect(readDate(text)).toEqual({ kind: 'value', value })
})

it.each(['30-2-2026', '9-13-2026', '9 foo 2026', '29-2-2026'])(
  'refuses %s, which does not exist',
  (text) => {
    expect(readDate(text)).toMatchObject({ kind: 'refused' })
  },
)

it.each(['morgen', '2026', '9-3'])('refuses %s', (text) => {
  expect(readDate(text)).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('is geen datum'),
  })
})

it('shows a date as people write it and reads it back', () => {
  expect(showDate('2026-03-09')).toBe('9 maart 2026')
  expect(readDate(showDate('2026-03-09'))).toEqual({ kind: 'value', value: '2026-03-09' })
  expect(showDate(null)).toBe('')
})
