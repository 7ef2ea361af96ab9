import { z } from 'zod'
import { endpoint } from './endpoint.ts'

const HandedLinkSchema = z.object({
  /** Used once, within a day. Whoever opens it is signed in as that person. */
  url: z.string(),
  expiresAt: z.string(),
  person: z.object({ id: z.string(), name: z.string() }),
})
export type HandedLink = z.infer<typeof HandedLinkSchema>

export const makeMemberLink = endpoint('POST', '/api/plans/:planId/members/:userId/sign-in-link', {
  summary:
    'A sign-in link for a member of the plan, to hand over where no mail comes. It opens plans of which the maker is a coordinator and nothing else, ends other handed sessions of that member when it is used, tells them, and stands in the trail. It is shown this once.',
  access: { kind: 'plan', action: 'manage', session: 'own' },
  response: HandedLinkSchema,
  status: 201,
})
export const makeAnyonesLink = endpoint('POST', '/api/admin/sign-in-links', {
  summary:
    "The same by an administrator, for anyone who has an account. It opens all of that person's plans, and no administration.",
  access: { kind: 'admin' },
  body: z.object({ email: z.email('Vul een geldig e-mailadres in.').max(200) }),
  response: HandedLinkSchema,
  status: 201,
})
