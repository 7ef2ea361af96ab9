import { z } from 'zod'
import { cleanLine } from '../comments/body.ts'
import { ProblemSchema } from '../plan/content.ts'
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
  /** What an answer to this finding belongs to. */
  key: z.string(),
  /** Why it does not stand in the way, and who said so. */
  overrule: OverruleSchema.nullable(),
})

const read = { kind: 'plan', action: 'read' } as const

export const getProblems = endpoint('GET', '/api/plans/:planId/problems', {
  summary:
    'What the rules of the form find: block, warn, info; and what still stands between the plan and handing it in',
  access: read,
  response: z.object({
    problems: z.array(CheckedProblemSchema),
    counts: z.object({ block: z.int(), warn: z.int(), info: z.int() }),
    /** Rules that block and warnings that nobody overruled. */
    pointsLeft: z.int(),
  }),
})
export const listOverrules = endpoint('GET', '/api/plans/:planId/overrules', {
  summary: 'Reasons given for warnings, those that count now',
  access: read,
  response: z.object({ overrules: z.array(OverruleSchema) }),
})
export const createOverrule = endpoint('POST', '/api/plans/:planId/overrules', {
  summary: 'Say why a warning does not stand in the way of handing in. Kept with name and time.',
  access: { kind: 'plan', action: 'manage' },
  body: z.object({
    key: z.string().min(2).max(2000),
    reason: z
      .string()
      .transform(cleanLine)
      .pipe(z.string().min(3, 'Geef een reden.').max(500, 'Houd de reden korter dan 500 tekens.')),
  }),
  response: OverruleSchema,
  status: 201,
})
export const withdrawOverrule = endpoint('DELETE', '/api/plans/:planId/overrules/:overruleId', {
  summary: 'Take a reason back: the warning counts again',
  access: { kind: 'plan', action: 'manage' },
  response: z.object({}),
})
