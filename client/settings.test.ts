import { expect, it } from 'vitest'
import { parseSettings } from './settings.ts'

it.each([null, '', '{', 'null', '[]', '{"announcements":"loud"}'])(
  '%s gives the defaults',
  (text) =>
    expect(parseSettings(text)).toEqual({
      announcements: 'here',
      comments: 'auto',
      commentMarks: true,
    }),
)
it('reads what was kept', () => {
  expect(parseSettings('{"announcements":"none"}')).toEqual({
    announcements: 'none',
    comments: 'auto',
    commentMarks: true,
  })
  expect(parseSettings('{"comments":"hidden","commentMarks":false}')).toEqual({
    announcements: 'here',
    comments: 'hidden',
    commentMarks: false,
  })
})
