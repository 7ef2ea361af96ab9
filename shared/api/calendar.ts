import { z } from 'zod'
import { endpoint, FileAnswerSchema } from './endpoint.ts'

const own = { kind: 'signedIn', session: 'own' } as const

export const getCalendar = endpoint('GET', '/api/me/calendar', {
  summary: 'Whether the user has a calendar address',
  access: own,
  response: z.object({ madeAt: z.string().nullable() }),
})
export const makeCalendar = endpoint('POST', '/api/me/calendar', {
  summary:
    'Make a secret calendar address for deadlines and actions. It is shown only once; an earlier address stops working.',
  access: own,
  response: z.object({ url: z.string() }),
  status: 201,
})
export const removeCalendar = endpoint('DELETE', '/api/me/calendar', {
  summary: 'Revoke the calendar address',
  access: own,
  response: z.object({}),
})
export const readCalendar = endpoint('GET', '/calendar/:file', {
  summary:
    'The deadlines and actions of a user as iCalendar (RFC 5545). The secret in the address is the only access.',
  access: { kind: 'public' },
  response: FileAnswerSchema,
  mediaType: 'text/calendar; charset=utf-8',
})
