import { z } from 'zod'
import { cleanLine } from '../comments/body.ts'
import { RequirementSchema } from '../format/requirement.ts'
import * as apiText from '../text/api.ts'
import { AgreementSchema } from './agreement.ts'
import { PersonSchema } from './comments.ts'
import { endpoint } from './endpoint.ts'

export const PlanRequirementSchema = RequirementSchema.extend({
  /** Whether it holds up this plan: always for the source's, by choice for ours. */
  isRequired: z.boolean(),
  /** The coordinator who chose, and when; null for the default. */
  chosen: z.object({ by: PersonSchema, at: z.string() }).nullable(),
})
export type PlanRequirement = z.infer<typeof PlanRequirementSchema>

const manage = { kind: 'plan', action: 'manage' } as const
const listed = z.object({ requirements: z.array(PlanRequirementSchema) })

export const listRequirements = endpoint('GET', '/api/plans/:planId/requirements', {
  summary:
    'The requirements of the form: whose each is (the source, the logic of submission, or ours), and whether it holds up this plan',
  access: { kind: 'plan', action: 'read' },
  response: listed,
})
export const chooseRequirement = endpoint(
  'PATCH',
  '/api/plans/:planId/requirements/:requirementId',
  {
    summary: 'Choose whether a requirement of ours holds up this plan',
    access: manage,
    body: z.object({ isRequired: z.boolean() }),
    response: listed,
  },
)
export const adoptVersion = endpoint('POST', '/api/plans/:planId/adoption', {
  summary:
    'Adopt the presented version although not every seat agreed, where no source asks the akkoord of all. The missing seats and the reason are recorded.',
  access: manage,
  body: z.object({
    versionId: z.string().min(1).max(100),
    reason: z
      .string()
      .transform(cleanLine)
      .pipe(z.string().min(3, apiText.giveReason).max(500, apiText.reasonTooLong)),
  }),
  response: AgreementSchema,
  status: 201,
})
