import { z } from 'zod'
import { RowSchema } from '../plan/content.ts'
import { reaches, StartedBySchema } from '../started-by.ts'
import { endpoint } from './endpoint.ts'

export const SessionSchema = z.object({
  id: z.string(),
  startedBy: StartedBySchema,
  reach: z.enum(reaches),
  startedAt: z.string(),
  expiresAt: z.string(),
  /** Whether it is the one that asks. */
  isThis: z.boolean(),
})
export type OwnSession = z.infer<typeof SessionSchema>

export const PersonalDataSchema = z.object({
  exportedAt: z.string(),
  userId: z.string(),
  /** Per table, the rows that name this person. Without secrets, and without what a plan says of others. */
  records: z.record(
    z.string(),
    z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()]))),
  ),
  /** In each plan, the row of the people table that was linked to this person by hand. */
  inPlans: z.array(z.object({ planId: z.string(), title: z.string(), row: RowSchema })),
})
export type PersonalData = z.infer<typeof PersonalDataSchema>

const own = { kind: 'signedIn', session: 'own' } as const

export const listSessions = endpoint('GET', '/api/me/sessions', {
  summary: 'Where one is signed in, last begun first',
  access: own,
  response: z.object({ sessions: z.array(SessionSchema) }),
})
export const endSession = endpoint('DELETE', '/api/me/sessions/:sessionId', {
  summary: 'Sign out somewhere else: its connections close within a second',
  access: own,
  response: z.object({}),
})
export const exportMyData = endpoint('POST', '/api/me/export', {
  summary: 'Everything that is kept about oneself, as JSON',
  access: own,
  response: PersonalDataSchema,
})
