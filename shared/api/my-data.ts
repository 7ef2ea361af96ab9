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
  /** True for the session of this request. */
  isThis: z.boolean(),
})
export type OwnSession = z.infer<typeof SessionSchema>

export const PersonalDataSchema = z.object({
  exportedAt: z.string(),
  userId: z.string(),
  /**
   * The rows that name this user, per table. Without secrets, and without what a plan says about
   * others.
   */
  records: z.record(
    z.string(),
    z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()]))),
  ),
  /** The row of the people table that was linked to this user by hand, per plan. */
  inPlans: z.array(z.object({ planId: z.string(), title: z.string(), row: RowSchema })),
})
export type PersonalData = z.infer<typeof PersonalDataSchema>

const own = { kind: 'signedIn', session: 'own' } as const

export const listSessions = endpoint('GET', '/api/me/sessions', {
  summary: "The user's sessions, most recent first",
  access: own,
  response: z.object({ sessions: z.array(SessionSchema) }),
})
export const endSession = endpoint('DELETE', '/api/me/sessions/:sessionId', {
  summary: 'End another session of the user: its connections close within a second',
  access: own,
  response: z.object({}),
})
export const exportMyData = endpoint('POST', '/api/me/export', {
  summary: 'Everything that is stored about the user, as JSON',
  access: own,
  response: PersonalDataSchema,
})
