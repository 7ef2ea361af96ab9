import { z } from 'zod'
import { cleanLine } from '../comments/body.ts'
import { ProblemSchema } from '../plan/content.ts'
import * as apiText from '../text/api.ts'
import { PersonSchema } from './comments.ts'
import { endpoint } from './endpoint.ts'

export const OverruleSchema = z.object({
  id: z.string(),
  key: z.string(),
  reason: z.string(),
  by: PersonSchema,
  at: z.string(),
})

export const CheckedProblemSchema = ProblemSchema.extend({
  /** The key by which a reason is kept for this finding. */
  key: z.string(),
  /** The reason for overruling this finding, and its author. */
  overrule: OverruleSchema.nullable(),
})

const read = { kind: 'plan', action: 'read' } as const

export const getProblems = endpoint('GET', '/api/plans/:planId/problems', {
  summary:
    'Findings of the rules of the form (block, warn, info), and those that still prevent submission of the plan',
  access: read,
  response: z.object({
    problems: z.array(CheckedProblemSchema),
    counts: z.object({ block: z.int(), warn: z.int(), info: z.int() }),
    /** The number of blocking findings and of warnings that nobody overruled. */
    pointsLeft: z.int(),
  }),
})
export const listOverrules = endpoint('GET', '/api/plans/:planId/overrules', {
  summary: 'Reasons given for warnings that are in force now',
  access: read,
  response: z.object({ overrules: z.array(OverruleSchema) }),
})
export const createOverrule = endpoint('POST', '/api/plans/:planId/overrules', {
  summary: 'Give a reason why a warning does not prevent submission. Stored with name and time.',
  access: { kind: 'plan', action: 'manage' },
  body: z.object({
    key: z.string().min(2).max(2000),
    reason: z
      .string()
      .transform(cleanLine)
      .pipe(z.string().min(3, apiText.giveReason).max(500, apiText.reasonTooLong)),
  }),
  response: OverruleSchema,
  status: 201,
})
export const withdrawOverrule = endpoint('DELETE', '/api/plans/:planId/overrules/:overruleId', {
  summary: 'Withdraw a reason: the warning counts again',
  access: { kind: 'plan', action: 'manage' },
  response: z.object({}),
})
