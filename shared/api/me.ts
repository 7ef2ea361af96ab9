import { z } from 'zod'
import { cleanLine } from '../comments/body.ts'
import { textLengths } from '../limits/text-lengths.ts'
import { reaches, StartedBySchema } from '../started-by.ts'
import * as apiText from '../text/api.ts'
import { endpoint } from './endpoint.ts'

export const MeSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  isAdmin: z.boolean(),
  /**
   * True until a user gave a name and an address: the first coordinator signs in before either is
   * known.
   */
  needsName: z.boolean(),
  startedBy: StartedBySchema,
  reach: z.enum(reaches),
})
export type Me = z.infer<typeof MeSchema>

export const PersonNameSchema = z
  .string()
  .transform(cleanLine)
  .pipe(z.string().min(2, apiText.yourName).max(textLengths.personName, apiText.nameTooLong))
export const EmailSchema = z.email(apiText.validEmail).max(textLengths.email)

export const ProfileSchema = z.object({ name: PersonNameSchema, email: EmailSchema.optional() })

export const getMe = endpoint('GET', '/api/me', {
  summary: 'The signed-in user',
  access: { kind: 'signedIn', session: 'any' },
  response: MeSchema,
})
export const updateMe = endpoint('PATCH', '/api/me', {
  summary:
    "Change the user's own name or address. A new address takes effect once it is proven by a link sent to it; the answer is the same for an address that somebody else has.",
  access: { kind: 'signedIn', session: 'own' },
  body: ProfileSchema,
  response: MeSchema.extend({
    /** A requested address that is not proven yet; `email` is still the previous one. */
    awaitsProof: z.string().nullable(),
    isMailConfigured: z.boolean(),
  }),
})

/**
 * A notice about the user's account that they must see. That of a handed link is shown in every
 * session except the one it is about.
 */
export const NoticeSchema = z.discriminatedUnion('kind', [
  z.object({
    id: z.string(),
    kind: z.literal('handed-link-used'),
    at: z.string(),
    by: z.object({ id: z.string(), name: z.string() }),
    /**
     * The plan in which a coordinator made the link; null for an administrator's link, which opens
     * all plans.
     */
    plan: z.object({ id: z.string(), title: z.string() }).nullable(),
  }),
  /** `by`: the administrator who proposed it. */
  z.object({
    id: z.string(),
    kind: z.literal('accounts-merged'),
    at: z.string(),
    by: z.object({ id: z.string(), name: z.string() }),
    other: z.object({ name: z.string() }),
  }),
])
export type Notice = z.infer<typeof NoticeSchema>

export const listNotices = endpoint('GET', '/api/me/notices', {
  summary: 'Notices about the account that the user has not seen yet',
  access: { kind: 'signedIn', session: 'any' },
  response: z.object({ notices: z.array(NoticeSchema) }),
})
export const readNotice = endpoint('POST', '/api/me/notices/:noticeId/read', {
  summary: 'Mark a notice as seen. Refused in the session that the notice is about.',
  access: { kind: 'signedIn', session: 'any' },
  response: z.object({}),
})

export const describeLink = endpoint('GET', '/api/sign-in/:token', {
  summary: 'The account a sign-in link opens and its giver; a look-up does not consume the link',
  access: { kind: 'public' },
  response: z.object({
    /** Null for a link that was mailed to this person or made by the operator. */
    handed: z
      .object({
        person: z.object({ name: z.string(), email: z.string() }),
        by: z.string(),
        /** Null for an administrator's link. */
        planTitle: z.string().nullable(),
      })
      .nullable(),
    expiresAt: z.string(),
  }),
})
export const signIn = endpoint('POST', '/api/sign-in', {
  summary:
    'Use a personal sign-in link: sets the session cookie. Only this request consumes the token; opening the page does not.',
  access: { kind: 'public' },
  body: z.object({ token: z.string().min(1).max(400) }),
  response: MeSchema,
})
export const requestLink = endpoint('POST', '/api/sign-in-link', {
  summary:
    'Request a sign-in link by mail. The answer is the same whether or not the address is known.',
  access: { kind: 'public' },
  body: z.object({ email: EmailSchema }),
  response: z.object({ isMailConfigured: z.boolean() }),
  status: 202,
})
export const signOut = endpoint('POST', '/api/sign-out', {
  summary: 'Sign out: end the session',
  access: { kind: 'public' },
  response: z.object({
    /**
     * A page where the session at the organisation ends too, which began this one; null if there is
     * none.
     */
    organisationUrl: z.string().nullable(),
  }),
})
