import { z } from 'zod'
import { RoleSchema } from '../access.ts'
import { PlanStatusSchema } from '../agreement/status.ts'
import { textLengths } from '../limits/text-lengths.ts'
import { endpoint } from './endpoint.ts'
import { EmailSchema } from './me.ts'
import { MergeSchema } from './merges.ts'
import { SessionSchema } from './my-data.ts'
import { OrganisationAccountSchema } from './oidc.ts'
import { PasskeySchema } from './passkeys.ts'

/**
 * For administrators of the installation: accounts, and the properties of plans. No text of a plan.
 */
const admin = { kind: 'admin' } as const

const search = z.object({
  /** Every word must match. */
  q: z.string().max(200).default(''),
  /** Holds the folded name of an account, at most. */
  cursor: z.string().max(1_000).optional(),
})

export const AccountSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  isAdmin: z.boolean(),
  /** False while the address is an unproven claim. */
  isEmailProven: z.boolean(),
  createdAt: z.string(),
  plans: z.number(),
  sessions: z.number(),
})
export type Account = z.infer<typeof AccountSchema>

export const AccountDetailsSchema = AccountSchema.extend({
  openSessions: z.array(SessionSchema.omit({ isThis: true })),
  passkeys: z.array(PasskeySchema),
  organisationAccounts: z.array(OrganisationAccountSchema),
  /** The open proposal to merge this account with another one. */
  merge: MergeSchema.nullable(),
  /** The accounts that were merged into this one. */
  merged: z.array(z.object({ id: z.string(), name: z.string() })),
  memberOf: z.array(z.object({ id: z.string(), title: z.string(), role: RoleSchema })),
})
export type AccountDetails = z.infer<typeof AccountDetailsSchema>

export const listAccounts = endpoint('GET', '/api/admin/people', {
  summary:
    'Accounts by name, a page at a time; a search looks for words of names and addresses by their beginnings',
  access: admin,
  query: search,
  response: z.object({
    people: z.array(AccountSchema),
    total: z.number(),
    next: z.string().optional(),
  }),
})
export const getAccount = endpoint('GET', '/api/admin/people/:userId', {
  summary: 'An account with its sessions, its ways in and the plans it is a member of',
  access: admin,
  response: AccountDetailsSchema,
})
export const endAccountSessions = endpoint('POST', '/api/admin/people/:userId/end-sessions', {
  summary:
    'Sign a person out everywhere; connections close within a second. The session of this request stays.',
  access: admin,
  response: z.object({ ended: z.number() }),
})
export const forgetAccount = endpoint('POST', '/api/admin/people/:userId/forget', {
  summary:
    'Forget a person (AVG, article 17): name and address are replaced everywhere, and they can not sign in again. Refused for oneself, and for the only coordinator of a plan.',
  access: admin,
  body: z.object({
    /** The name of the account, typed again as confirmation. */
    name: z.string().trim().max(textLengths.personName),
  }),
  response: z.object({
    pseudonym: z.string(),
    plans: z.array(z.object({ id: z.string(), title: z.string() })),
  }),
})

export const ManagedPlanSchema = z.object({
  id: z.string(),
  title: z.string(),
  formName: z.string(),
  status: PlanStatusSchema,
  createdAt: z.string(),
  /** Time of the last change of its document. */
  changedAt: z.string(),
  /** Size of its log and snapshots together. */
  bytes: z.number(),
  members: z.number(),
  coordinators: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type ManagedPlan = z.infer<typeof ManagedPlanSchema>

export const listManagedPlans = endpoint('GET', '/api/admin/plans', {
  summary:
    'All plans from outside, last changed first, a page at a time; without any of their text',
  access: admin,
  query: search.extend({
    /** Only plans without a coordinator. */
    orphaned: z.enum(['true', 'false']).default('false'),
  }),
  response: z.object({
    plans: z.array(ManagedPlanSchema),
    total: z.number(),
    next: z.string().optional(),
  }),
})
export const giveCoordinator = endpoint('POST', '/api/admin/plans/:planId/coordinator', {
  summary:
    'Make a person the coordinator of a plan that has none. Recorded in its audit trail, and told to its members.',
  access: admin,
  body: z.object({ email: EmailSchema }),
  response: ManagedPlanSchema,
})

export const UpkeepSchema = z.object({
  kind: z.enum(['backup', 'verify']),
  at: z.string(),
  /** The file that was made or verified; null for the installation itself. */
  file: z.string().nullable(),
  isGood: z.boolean(),
})
export type Upkeep = z.infer<typeof UpkeepSchema>

const LimitSchema = z.object({
  name: z.string(),
  unit: z.string(),
  value: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('count'), max: z.number() }),
    z.object({ kind: z.literal('rate'), burst: z.number(), refillMs: z.number() }),
  ]),
  /** What a user reads; null if nothing is refused, but waits or is shortened. */
  refusal: z.string().nullable(),
  times: z.number(),
})

export const getInstallation = endpoint('GET', '/api/admin/installation', {
  summary:
    'How the installation is doing: version, backups, mail that waits, limits that were reached',
  access: admin,
  response: z.object({
    version: z.string(),
    nodeVersion: z.string(),
    database: z.enum(['sqlite', 'postgres']),
    people: z.number(),
    plans: z.number(),
    mail: z.object({
      isConfigured: z.boolean(),
      waiting: z.number(),
      /** Waiting after a mail server did not accept them. */
      retried: z.number(),
      /** Given up in the last 90 days. */
      failed: z.number(),
    }),
    /** Last first. */
    upkeep: z.array(UpkeepSchema),
    /** Every limit; those that were reached since the server started come first. */
    limits: z.array(LimitSchema),
  }),
})
