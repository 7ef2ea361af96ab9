import { z } from 'zod'
import { cleanBody } from '../comments/body.ts'
import { textLengths } from '../limits/text-lengths.ts'
import * as apiText from '../text/api.ts'
import { PersonSchema } from './comments.ts'
import { endpoint } from './endpoint.ts'

export const EndingSchema = z.object({
  kind: z.enum(['expired', 'superseded']),
  reason: z.string(),
  /**
   * The plan that superseded this one; null for an expired plan, and for anyone who may not read
   * the other plan.
   */
  successor: z.object({ id: z.string(), title: z.string() }).nullable(),
  endedBy: PersonSchema,
  endedAt: z.string(),
})
export type Ending = z.infer<typeof EndingSchema>

const reason = z
  .string()
  .transform(cleanBody)
  .pipe(z.string().max(textLengths.endReason, apiText.endReasonTooLong(textLengths.endReason)))

export const EndPlanSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('expired'),
    reason: reason.pipe(z.string().min(3, apiText.whyExpired)),
  }),
  z.object({
    kind: z.literal('superseded'),
    successorId: z.string().min(1, apiText.chooseSuccessor).max(64),
    reason: reason.default(''),
  }),
])

const EndingAnswerSchema = z.object({ ending: EndingSchema.nullable() })

export const getEnding = endpoint('GET', '/api/plans/:planId/ending', {
  summary: 'The reason why a plan expired, or the plan that superseded it; null for an active plan',
  access: { kind: 'plan', action: 'read' },
  response: EndingAnswerSchema,
})
export const endPlan = endpoint('POST', '/api/plans/:planId/ending', {
  summary:
    'End a plan for good: expired, with a reason, or superseded by another plan. Submitted files are kept; the neighbourhood may apply again.',
  access: { kind: 'plan', action: 'manage' },
  body: EndPlanSchema,
  response: EndingAnswerSchema,
  status: 201,
})
