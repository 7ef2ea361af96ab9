import { expect, it } from 'vitest'
import { formatDay, formatRecent } from '#client/text/moment.ts'
import { changeSettings, parseSettings } from './settings.ts'

it.each([null, '', '{', 'null', '[]', '{"announcements":"loud"}'])(
  '%s gives the defaults',
  (text) =>
    expect(parseSettings(text)).toEqual({
      announcements: 'here',
      comments: 'auto',
      commentMarks: true,
      dates: 'words',
      theme: 'device',
    }),
)
it('reads what was kept', () => {
  expect(parseSettings('{"announcements":"none"}')).toEqual({
    announcements: 'none',
    comments: 'auto',
    commentMarks: true,
    dates: 'words',
    theme: 'device',
  })
  expect(parseSettings('{"comments":"hidden","commentMarks":false}')).toEqual({
    announcements: 'here',
    comments: 'hidden',
    commentMarks: false,
    dates: 'words',
    theme: 'device',
  })
})

it('knows light and dark, and follows the device otherwise', () => {
  expect(parseSettings('{"theme":"dark"}').theme).toBe('dark')
  expect(parseSettings('{"theme":"pink"}').theme).toBe('device')
})

it('writes days in figures for anyone who chose that', () => {
  expect(formatDay('2026-03-03')).toBe('3 maart 2026')
  changeSettings({ dates: 'figures' })
  expect(formatDay('2026-03-03')).toBe('2026-03-03')
  expect(formatRecent('2026-03-03T12:00:00Z', new Date('2026-11-22T20:30:00Z'))).toBe(
    'op 2026-03-03',
  )
  changeSettings({ dates: 'words' })
})
