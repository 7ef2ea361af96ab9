import { z } from 'zod'
import { endpoint } from './endpoint.ts'

/** How often a person wants mail about their plans. Sign-in links and invitations always come: these were asked for. */
export const MailRhythmSchema = z.enum(['direct', 'daily', 'weekly', 'none'])
export type MailRhythm = z.infer<typeof MailRhythmSchema>

export const defaultRhythm: MailRhythm = 'direct'

const MailSettingsSchema = z.object({
  rhythm: MailRhythmSchema,
  /** False where no mail server is set: then no mail comes at all. */ isMailConfigured:
    z.boolean(),
})
export type MailSettings = z.infer<typeof MailSettingsSchema>

export const getMailSettings = endpoint('GET', '/api/me/mail', {
  summary: 'How often one gets mail',
  access: { kind: 'signedIn', session: 'any' },
  response: MailSettingsSchema,
})
export const updateMailSettings = endpoint('PATCH', '/api/me/mail', {
  summary: 'Change how often one gets mail',
  access: { kind: 'signedIn', session: 'own' },
  body: z.object({ rhythm: MailRhythmSchema }),
  response: MailSettingsSchema,
})
export const unsubscribe = endpoint('POST', '/api/unsubscribe/:token', {
  summary:
    'No mail about plans any more, by the signed link in each mail (RFC 8058). Opening that link changes nothing: mail scanners do that.',
  access: { kind: 'public' },
  response: z.object({}),
})
