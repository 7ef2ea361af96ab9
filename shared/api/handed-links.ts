import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { EmailSchema } from './me.ts'

const HandedLinkSchema = z.object({
  /** Valid for one use within a day. It signs the user who opens it in as that person. */
  url: z.string(),
  expiresAt: z.string(),
  person: z.object({ id: z.string(), name: z.string() }),
})
export type HandedLink = z.infer<typeof HandedLinkSchema>

export const makeMemberLink = endpoint('POST', '/api/plans/:planId/members/:userId/sign-in-link', {
  summary:
    'A sign-in link for a member of the plan, to hand over in person if mail does not arrive. It opens only plans of which its maker is a coordinator. Using it ends other handed sessions of that member, notifies the member and is recorded in the audit trail. The link is shown only once.',
  access: { kind: 'plan', action: 'manage', session: 'own' },
  response: HandedLinkSchema,
  status: 201,
})
export const makeLinkForAnyone = endpoint('POST', '/api/admin/sign-in-links', {
  summary:
    'The same by an administrator, for anyone with an account. It opens all plans of that person, but no administration.',
  access: { kind: 'admin' },
  body: z.object({ email: EmailSchema }),
  response: HandedLinkSchema,
  status: 201,
})
