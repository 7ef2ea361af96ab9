import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { MeSchema } from './me.ts'

export const OrganisationAccountSchema = z.object({
  id: z.string(),
  issuer: z.string(),
  /** The address or name from the organisation; may be empty. */
  label: z.string(),
  linkedAt: z.string(),
  lastUsedAt: z.string().nullable(),
})
export type OrganisationAccount = z.infer<typeof OrganisationAccountSchema>

const own = { kind: 'signedIn', session: 'own' } as const
/**
 * The page of the organisation for the sign-in; a cookie in the browser records its purpose for ten
 * minutes.
 */
const leaving = z.object({ url: z.string() })

export const getOidc = endpoint('GET', '/api/oidc', {
  summary:
    'How people can sign in here: the organisation whose accounts are accepted, and whether links are mailed',
  access: { kind: 'public' },
  response: z.object({
    /** The organisation; null if there is none. */
    name: z.string().nullable(),
    isMailConfigured: z.boolean(),
  }),
})
export const beginOidcSignIn = endpoint('POST', '/api/oidc/sign-in', {
  summary:
    'Begin to sign in with an account of the organisation, to accept an invitation if one is given',
  access: { kind: 'public' },
  body: z.object({
    /** Of an invitation. */
    token: z.string().min(1).max(400).optional(),
  }),
  response: leaving,
})
export const beginOidcLink = endpoint('POST', '/api/me/organisation-accounts', {
  summary:
    'Begin to link an account of the organisation to that of the user, who can then sign in with it',
  access: own,
  response: leaving,
})
export const answerOidc = endpoint('POST', '/api/oidc/answer', {
  summary:
    'Hand over the query with which the organisation sent the browser back: signs in, joins a plan or links, as begun in this browser. An answer is good once.',
  access: { kind: 'public' },
  body: z.object({ oidcAnswer: z.string().min(1).max(8_192) }),
  response: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('signed-in'), me: MeSchema }),
    /** Signed in to an existing account; the invitation is still open. */
    z.object({ kind: z.literal('invited'), me: MeSchema, invite: z.string() }),
    z.object({ kind: z.literal('joined'), me: MeSchema, planId: z.string() }),
    z.object({ kind: z.literal('linked'), me: MeSchema }),
  ]),
})
export const listOrganisationAccounts = endpoint('GET', '/api/me/organisation-accounts', {
  summary: 'The accounts of organisations with which the user can sign in',
  access: own,
  response: z.object({ accounts: z.array(OrganisationAccountSchema) }),
})
export const unlinkOrganisationAccount = endpoint(
  'DELETE',
  '/api/me/organisation-accounts/:accountId',
  {
    summary:
      'Unlink an account of the organisation: it can no longer sign in. Sessions that it began stay open; end those separately.',
    access: own,
    response: z.object({}),
  },
)
