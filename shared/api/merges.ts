import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { EmailSchema } from './me.ts'

/**
 * Two accounts of one person become one. An administrator proposes it, and it happens when both
 * accounts have confirmed it, each in a session of its own.
 */
export const MergeSchema = z.object({
  id: z.string(),
  /** The account that stays. */
  kept: z.object({ id: z.string(), name: z.string(), hasConfirmed: z.boolean() }),
  /** The account that is merged into it, and that nobody signs in to afterwards. */
  closed: z.object({ id: z.string(), name: z.string(), hasConfirmed: z.boolean() }),
  proposedBy: z.object({ id: z.string(), name: z.string() }),
  expiresAt: z.string(),
})
export type AccountMerge = z.infer<typeof MergeSchema>

/** As one of both accounts sees it. */
export const OwnMergeSchema = MergeSchema.extend({
  /** Whether the account of this session stays. */
  isKept: z.boolean(),
  /** The address of the other account, except its first letter hidden: the proposal may be a mistake. */
  otherEmail: z.string(),
})
export type OwnMerge = z.infer<typeof OwnMergeSchema>

const admin = { kind: 'admin' } as const
const any = { kind: 'signedIn', session: 'any' } as const

export const proposeMerge = endpoint('POST', '/api/admin/people/:userId/merge', {
  summary:
    'Propose that the account with this address is merged into the account of the path, which stays. Nothing happens until both confirm. Refused for the same account, for administrators, for an unproven account that would take over a proven one, and while another proposal for either is open.',
  access: admin,
  body: z.object({ email: EmailSchema }),
  response: MergeSchema,
  status: 201,
})
export const withdrawMerge = endpoint('DELETE', '/api/admin/merges/:mergeId', {
  summary: 'Withdraw a proposal to merge two accounts',
  access: admin,
  response: z.object({}),
})

export const listOwnMerges = endpoint('GET', '/api/me/merges', {
  summary: 'The open proposal to merge the account of this session with another one, if any',
  access: any,
  response: z.object({ merges: z.array(OwnMergeSchema) }),
})
export const confirmMerge = endpoint('POST', '/api/me/merges/:mergeId/confirm', {
  summary:
    'Confirm that both accounts are yours. The second confirmation merges them at once and ends all sessions of the closed account. In a session by a handed link it is refused, unless a coordinator of all plans of the closed account, who did not propose it, made the link for that account; its ways in are then not kept.',
  access: any,
  response: z.object({ isMerged: z.boolean() }),
})
export const declineMerge = endpoint('POST', '/api/me/merges/:mergeId/decline', {
  summary: 'Say that the other account is of somebody else: the proposal ends',
  access: any,
  response: z.object({}),
})
