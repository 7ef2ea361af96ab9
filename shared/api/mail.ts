import { z } from 'zod'
import { endpoint } from './endpoint.ts'

/**
 * How often a user wants mail about their plans. Sign-in links and invitations are always sent:
 * somebody asked for them.
 */
export const MailRhythmSchema = z.enum(['direct', 'daily', 'weekly', 'none'])
export type MailRhythm = z.infer<typeof MailRhythmSchema>

export const defaultRhythm: MailRhythm = 'direct'

const MailSettingsSchema = z.object({
  rhythm: MailRhythmSchema,
  /** False if no mail server is configured: no mail is sent at all. */
  isMailConfigured: z.boolean(),
})
export type MailSettings = z.infer<typeof MailSettingsSchema>

export const getMailSettings = endpoint('GET', '/api/me/mail', {
  summary: 'How often the user gets mail',
  access: { kind: 'signedIn', session: 'any' },
  response: MailSettingsSchema,
})
export const updateMailSettings = endpoint('PATCH', '/api/me/mail', {
  summary: 'Change how often the user gets mail',
  access: { kind: 'signedIn', session: 'own' },
  body: z.object({ rhythm: MailRhythmSchema }),
  response: MailSettingsSchema,
})
export const unsubscribe = endpoint('POST', '/api/unsubscribe/:token', {
  summary:
    'Unsubscribe from mail about plans by the signed link in each mail (RFC 8058). Opening the link changes nothing, because mail scanners open links.',
  access: { kind: 'public' },
  response: z.object({}),
})
