import { z } from 'zod'
import { RoleSchema } from '../access.ts'
import { cleanLine } from '../comments/body.ts'
import { DisciplineSchema } from '../disciplines.ts'
import { textLengths } from '../limits/text-lengths.ts'
import * as apiText from '../text/api.ts'
import { PersonSchema } from './comments.ts'
import { endpoint } from './endpoint.ts'
import { EmailSchema, MeSchema, PersonNameSchema } from './me.ts'

/** Ids of the sections the member was invited to; null for the whole plan. */
const PartsSchema = z.array(z.string().max(64)).min(1, apiText.choosePart).max(100).nullable()

export const MemberSchema = z.object({
  userId: z.string(),
  name: z.string(),
  /** Empty if it is hidden: for members who were invited to parts of the plan. */
  email: z.string(),
  role: RoleSchema,
  discipline: DisciplineSchema.nullable(),
  sections: PartsSchema,
  addedAt: z.string(),
  /**
   * The last day (in Amsterdam) on which the member opened the plan; null if they never did. Also
   * null for a reader of the list who does not manage the plan, except about themself.
   */
  lastHereOn: z.string().nullable(),
  /**
   * The person of the plan that this member was linked to by hand. Null without a link, and for
   * anyone who sees only parts of the plan.
   */
  person: z
    .object({
      rowId: z.string(),
      linkedBy: PersonSchema,
      /** True if the member made the link; false if a coordinator made or confirmed it. */
      isSelfLinked: z.boolean(),
    })
    .nullable(),
})
export type Member = z.infer<typeof MemberSchema>

export const InviteSchema = z.object({
  id: z.string(),
  role: RoleSchema,
  discipline: DisciplineSchema.nullable(),
  email: z.string().nullable(),
  /**
   * The intended user, in the words of its maker; null in invitations from before names were
   * required.
   */
  name: z.string().nullable(),
  /** The row of `people` that its user is linked to on joining. */
  personRow: z.string().nullable(),
  sections: PartsSchema,
  createdAt: z.string(),
  expiresAt: z.string(),
  /**
   * The time at which the mail server accepted the mail with the link; null if the maker hands it
   * over.
   */
  mailedAt: z.string().nullable(),
})
export type Invite = z.infer<typeof InviteSchema>

/** A used or expired invitation. A withdrawn or replaced one is not listed. */
export const PastInviteSchema = InviteSchema.extend({
  /** The account that joined by it; null if it expired. */
  acceptedBy: PersonSchema.nullable(),
  acceptedAt: z.string().nullable(),
})
export type PastInvite = z.infer<typeof PastInviteSchema>

const MadeInviteSchema = z.object({
  id: z.string(),
  url: z.string(),
  expiresAt: z.string(),
  isMailed: z.boolean(),
})
export type MadeInvite = z.infer<typeof MadeInviteSchema>

export const CreateInviteSchema = z.object({
  role: RoleSchema,
  discipline: DisciplineSchema.nullish(),
  email: EmailSchema.nullish(),
  name: z.string().transform(cleanLine).pipe(z.string().max(textLengths.personName)).nullish(),
  personRow: z.string().min(1).max(64).nullish(),
  /** An open or expired invitation that ends in the same transaction: its link stops working. */
  replaces: z.string().max(64).nullish(),
  sections: PartsSchema.optional(),
})

const read = { kind: 'plan', action: 'read', parts: 'shown' } as const
const manage = { kind: 'plan', action: 'manage' } as const
/**
 * An invitation or role outlives the session that gave it, so a session of one's own is required.
 */
const manageOwn = { ...manage, session: 'own' } as const

export const listMembers = endpoint('GET', '/api/plans/:planId/members', {
  summary: 'The members of a plan',
  access: read,
  response: z.object({ members: z.array(MemberSchema) }),
})
export const updateMember = endpoint('PATCH', '/api/plans/:planId/members/:userId', {
  summary:
    "Change a member's role, discipline or sections; takes effect on open screens within a second",
  access: manageOwn,
  body: z.object({
    role: RoleSchema.optional(),
    discipline: DisciplineSchema.nullish(),
    sections: PartsSchema.optional(),
  }),
  response: MemberSchema,
})
export const removeMember = endpoint('DELETE', '/api/plans/:planId/members/:userId', {
  summary: 'Remove a member from a plan',
  access: manageOwn,
  response: z.object({}),
})
export const leavePlan = endpoint('POST', '/api/plans/:planId/leave', {
  summary:
    'Leave a plan. Refused for its last coordinator (`last-coordinator`); what the user wrote stays.',
  access: { ...read, session: 'own' },
  response: z.object({}),
})
export const listPeople = endpoint('GET', '/api/plans/:planId/people', {
  summary: 'The persons named in the plan, to link a member to one of them',
  access: { kind: 'plan', action: 'read' },
  response: z.object({
    people: z.array(
      z.object({
        rowId: z.string(),
        name: z.string(),
        position: z.string(),
        organisation: z.string(),
      }),
    ),
  }),
})
export const linkMember = endpoint('PATCH', '/api/plans/:planId/members/:userId/person', {
  summary:
    'Link a member to a person of the plan: a coordinator for everyone, a member for themself if there is no link yet. Null removes the link.',
  // The handler judges whose link the user may change. A link outlives the session that made it.
  access: { kind: 'plan', action: 'read', session: 'own' },
  body: z.object({ rowId: z.string().min(1).max(64).nullable() }),
  response: z.object({}),
})
export const listInvites = endpoint('GET', '/api/plans/:planId/invites', {
  summary: 'Open invitations, and the last ones that were used or expired',
  access: manage,
  response: z.object({ invites: z.array(InviteSchema), past: z.array(PastInviteSchema) }),
})
export const createInvite = endpoint('POST', '/api/plans/:planId/invites', {
  summary:
    'Make a personal invitation: valid for one use, expires, can be withdrawn. The link is shown only once.',
  access: manageOwn,
  body: CreateInviteSchema,
  response: MadeInviteSchema,
  status: 201,
})
export const withdrawInvite = endpoint('DELETE', '/api/plans/:planId/invites/:inviteId', {
  summary: 'Withdraw an invitation',
  access: manage,
  response: z.object({}),
})
export const getInvite = endpoint('GET', '/api/invites/:token', {
  summary: 'The purpose of an invitation; a look-up does not consume the invitation',
  access: { kind: 'public' },
  response: z.object({
    planId: z.string(),
    planTitle: z.string(),
    invitedBy: z.string(),
    role: RoleSchema,
    discipline: DisciplineSchema.nullable(),
    email: z.string().nullable(),
    name: z.string().nullable(),
    /** Names of the sections the invitation is for; null for the whole plan. */
    sections: z.array(z.string()).nullable(),
    expiresAt: z.string(),
  }),
})
export const acceptInvite = endpoint('POST', '/api/invites/:token/accept', {
  summary:
    'Join a plan. Signs a new user in; a user who is signed in joins with their own account.',
  access: { kind: 'public' },
  body: z.object({
    name: PersonNameSchema.optional(),
    email: EmailSchema.optional(),
  }),
  response: z.object({ planId: z.string(), me: MeSchema }),
})
