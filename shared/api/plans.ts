import { z } from 'zod'
import { RoleSchema } from '../access.ts'
import { PlanStatusSchema } from '../agreement/status.ts'
import { NotBsnSchema } from '../comments/body.ts'
import { FormatSchema } from '../format/schema.ts'
import { limits } from '../limits.ts'
import { PlanContentSchema, PlanInputSchema } from '../plan/content.ts'
import { endpoint } from './endpoint.ts'

export const FormatSummarySchema = z.object({
  id: z.string(),
  version: z.int(),
  name: z.string(),
  issuer: z.string(),
  usedWhen: z.string(),
  usedBy: z.string(),
  note: z.string().optional(),
})
export type FormatSummary = z.infer<typeof FormatSummarySchema>

export const PlanSummarySchema = z.object({
  id: z.string(),
  title: z.string(),
  status: PlanStatusSchema,
  format: z.object({
    id: z.string(),
    version: z.int(),
    name: z.string(),
    /** The newest version of this form. Absent in what a device kept from an earlier release. */
    newest: z.int().optional(),
  }),
  wijk: z.string(),
  team: z.string(),
  periodFrom: z.string().nullable(),
  periodTo: z.string().nullable(),
  /** Null if the format has no budget. */
  totalCents: z.int().nullable(),
  role: RoleSchema,
  /** Ids of the sections the user was invited to; null for the whole plan. */
  sections: z.array(z.string()).nullable(),
  /**
   * ISO time in UTC and author of the last change of the document; null if nobody changed it since
   * it was created.
   */
  changedAt: z.string(),
  changedBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  createdAt: z.string(),
  /** Number of unresolved threads; null for anyone who may not read them all. */
  openThreads: z.int().nullable().default(null),
  /**
   * The submission that counts; null if there is none, and for anyone who sees parts of the plan.
   * What was submitted never changes: `isChangedSince` is about the plan that is written on.
   */
  submitted: z
    .object({
      on: z.string(),
      versionId: z.string(),
      versionNumber: z.int(),
      isChangedSince: z.boolean(),
    })
    .nullable()
    .default(null),
})
export type PlanSummary = z.infer<typeof PlanSummarySchema>

export const PlanSchema = PlanSummarySchema.extend({
  epoch: z.string(),
  seq: z.int(),
  /** Whether users who may only read the plan see its comments. */
  readersSeeComments: z.boolean(),
})
export type Plan = z.infer<typeof PlanSchema>

export const CreatePlanSchema = PlanInputSchema.extend({
  format: z.string(),
  ...NotBsnSchema.partial().shape,
})
export type CreatePlan = z.infer<typeof CreatePlanSchema>

const read = { kind: 'plan', action: 'read', parts: 'shown' } as const
const manage = { kind: 'plan', action: 'manage' } as const

export const listFormats = endpoint('GET', '/api/formats', {
  summary: 'The forms a plan can follow',
  access: { kind: 'signedIn', session: 'any' },
  response: z.object({ formats: z.array(FormatSummarySchema) }),
})
export const getFormat = endpoint('GET', '/api/formats/:formatId', {
  summary: 'One complete form; the newest version if none is given',
  access: { kind: 'signedIn', session: 'any' },
  query: z.object({ version: z.coerce.number().int().positive().optional() }),
  response: FormatSchema,
})
export const listPlans = endpoint('GET', '/api/plans', {
  summary:
    'The plans of the user in pages, last changed first. With q only those whose name, neighbourhood, team or form contains these words',
  access: { kind: 'signedIn', session: 'any' },
  query: z.object({
    q: z.string().max(200).default(''),
    /** `next` of the previous page. */
    cursor: z.string().max(200).optional(),
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(limits.plansPerPage.max)
      .default(limits.plansPerPage.max),
  }),
  response: z.object({
    plans: z.array(PlanSummarySchema),
    /** Where the next page begins; absent on the last page. */
    next: z.string().optional(),
    /** On the first page: the number of plans, and the number that wait for approval. */
    total: z.int().optional(),
    inApproval: z.int().optional(),
  }),
})
export const createPlan = endpoint('POST', '/api/plans', {
  summary: 'Create a plan; its maker becomes the coordinator',
  access: { kind: 'signedIn', session: 'own' },
  body: CreatePlanSchema,
  response: z.object({ id: z.string() }),
  status: 201,
})
export const getPlan = endpoint('GET', '/api/plans/:planId', {
  summary: 'One plan',
  access: read,
  response: PlanSchema,
})
export const updatePlan = endpoint('PATCH', '/api/plans/:planId', {
  summary: 'Change the status of a plan, or whether readers see its comments',
  access: manage,
  body: z.object({
    status: PlanStatusSchema.optional(),
    readersSeeComments: z.boolean().optional(),
  }),
  response: PlanSchema,
})
export const deletePlan = endpoint('DELETE', '/api/plans/:planId', {
  summary: 'Delete a plan for all its members',
  access: { ...manage, session: 'own' },
  response: z.object({}),
})
export const getContent = endpoint('GET', '/api/plans/:planId/content', {
  summary: 'The plan as plain JSON, at or after minSeq',
  access: read,
  query: z.object({ minSeq: z.coerce.number().int().min(0).optional() }),
  response: PlanContentSchema,
})
