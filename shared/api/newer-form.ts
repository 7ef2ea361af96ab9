import { z } from 'zod'
import { ProblemSchema } from '../plan/content.ts'
import { endpoint } from './endpoint.ts'
import { PlanSchema } from './plans.ts'

const manage = { kind: 'plan', action: 'manage' } as const

/** What a plan would be when it follows the newest version of its form. Nothing is changed. */
export const NewerFormSchema = z.object({
  from: z.int(),
  to: z.int(),
  /** Blocks and columns that only the newer form has; `table` is the table of a column. */
  asks: z.array(z.object({ section: z.string(), table: z.string().nullable(), label: z.string() })),
  moves: z.array(z.object({ label: z.string(), from: z.string(), to: z.string() })),
  /** Answers that stay and that the newer form says in other words. */
  rewords: z.array(
    z.object({ label: z.string(), from: z.string(), to: z.string(), count: z.int() }),
  ),
  /** Findings of the check that the plan does not have now. */
  findings: z.array(ProblemSchema.pick({ severity: true, message: true })),
  /** How many more of them there are. */
  moreFindings: z.int(),
  /** Why the plan can't follow it: content without a place, for example. Empty if it can. */
  obstacles: z.array(
    z.object({
      reason: z.enum(['no-place', 'section-gone', 'text-column']),
      label: z.string(),
      count: z.int(),
    }),
  ),
  /** True while a round runs or an agreed version is in force: the form then stays as it is. */
  isInUse: z.boolean(),
})
export type NewerForm = z.infer<typeof NewerFormSchema>

export const getNewerForm = endpoint('GET', '/api/plans/:planId/newer-form', {
  summary:
    'What changes for this plan when it follows the newest version of its form; null if it does already',
  access: manage,
  response: z.object({ newer: NewerFormSchema.nullable() }),
})
export const followNewerForm = endpoint('POST', '/api/plans/:planId/newer-form', {
  summary:
    'Let the plan follow this version of its form, which must be the newest. The document and earlier versions stay as they are.',
  access: manage,
  body: z.object({ version: z.int().min(1) }),
  response: PlanSchema,
})
