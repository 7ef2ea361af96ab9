import { expect, it } from 'vitest'
import { parseSettings } from './settings.ts'

it.each([null, '', '{', 'null', '[]', '{"announcements":"loud"}'])('%s gives the defaults', (text) => expect(parseSettings(text)).toEqual({ announcements: 'here' }))
it('reads what was kept', () => expect(parseSettings('{"announcements":"none"}')).toEqual({ announcements: 'none' }))
