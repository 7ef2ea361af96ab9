import { z } from 'zod'
import { textLengths } from '../limits/text-lengths.ts'
import { reaches, StartedBySchema } from '../started-by.ts'
import { endpoint } from './endpoint.ts'

export const MeSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  isAdmin: z.boolean(),
  /** True until a person gave a name and an address: the first coordinator signs in before anyone knows them. */
  needsName: z.boolean(),
  startedBy: StartedBySchema,
  reach: z.enum(reaches),
})
export type Me = z.infer<typeof MeSchema>

const name = z
  .string()
  .trim()
  .min(2, 'Vul uw naam in.')
  .max(textLengths.personName, 'Deze naam is te lang.')
const email = z.email('Vul een geldig e-mailadres in.').max(textLengths.email)

export const ProfileSchema = z.object({ name, email: email.optional() })

export const getMe = endpoint('GET', '/api/me', {
  summary: 'Who is signed in',
  access: { kind: 'signedIn', session: 'any' },
  response: MeSchema,
})
export const updateMe = endpoint('PATCH', '/api/me', {
  summary:
    'Change own name or address. Another address counts once it is proven, by a link that is sent to it; the answer is the same for an address that someone else has.',
  access: { kind: 'signedIn', session: 'own' },
  body: ProfileSchema,
  response: MeSchema.extend({
    /** An address that was asked for and is not proven yet; `email` is still the one before. */
    awaitsProof: z.string().nullable(),
    isMailConfigured: z.boolean(),
  }),
})

/** Something about their account that a person must see, in every session but the one that it is about. */
export const NoticeSchema = z.object({
  id: z.string(),
  kind: z.literal('handed-link-used'),
  at: z.string(),
  by: z.object({ id: z.string(), name: z.string() }),
  /** The plan in which a coordinator made the link; null for an administrator's, which opens all plans. */
  plan: z.object({ id: z.string(), title: z.string() }).nullable(),
})
export type Notice = z.infer<typeof NoticeSchema>

export const listNotices = endpoint('GET', '/api/me/notices', {
  summary: 'What a person must still be told about their own account',
  access: { kind: 'signedIn', session: 'any' },
  response: z.object({ notices: z.array(NoticeSchema) }),
})
export const readNotice = endpoint('POST', '/api/me/notices/:noticeId/read', {
  summary: 'Told: it is not shown again. Not by the session that it is about.',
  access: { kind: 'signedIn', session: 'any' },
  response: z.object({}),
})

export const describeLink = endpoint('GET', '/api/sign-in/:token', {
  summary: 'Whose account a sign-in link opens and who handed it over; looking consumes nothing',
  access: { kind: 'public' },
  response: z.object({
    /** Null for a link that was mailed to this person or that the operator made. */
    handed: z
      .object({
        person: z.object({ name: z.string(), email: z.string() }),
        by: z.string(),
        /** Null for an administrator's. */
        planTitle: z.string().nullable(),
      })
      .nullable(),
    expiresAt: z.string(),
  }),
})
export const signIn = endpoint('POST', '/api/sign-in', {
  summary:
    'Use a personal sign-in link: sets the session cookie. Only this consumes the token, opening the page does not.',
  access: { kind: 'public' },
  body: z.object({ token: z.string().min(1).max(400) }),
  response: MeSchema,
})
export const requestLink = endpoint('POST', '/api/sign-in-link', {
  summary: 'Ask for a sign-in link by mail. Answers the same whether or not the address is known.',
  access: { kind: 'public' },
  body: z.object({ email }),
  response: z.object({ isMailConfigured: z.boolean() }),
  status: 202,
})
export const signOut = endpoint('POST', '/api/sign-out', {
  summary: 'End the session',
  access: { kind: 'public' },
  response: z.object({}),
})
