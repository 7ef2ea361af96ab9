import { z } from 'zod'
import { IdSchema } from './kinds/base.ts'

/**
 * The named list of requirements of a form, and whose each is. `form`: the form or its page asks
 * it. `submission`: handing in can't be done without it. `ours`: no source asks it, so that the
 * coordinator chooses per plan whether it holds up the plan.
 */
const RequirementBasisSchema = z.enum(['form', 'submission', 'ours'])
export type RequirementBasis = z.infer<typeof RequirementBasisSchema>

export const RequirementSchema = z.strictObject({
  id: IdSchema,
  /** Dutch: the requirement as a short sentence. */
  label: z.string().min(1),
  basis: RequirementBasisSchema,
  /** Dutch: the words of the source, or the reason why we ask it. */
  reason: z.string().min(1),
  /**
   * The first step that it holds up. A requirement of the akkoord holds up handing in too; nothing
   * holds up typing.
   */
  before: z.enum(['agreement', 'submission']).default('submission'),
  /** Whether a requirement of ours holds up a plan whose coordinator made no choice. */
  isRequired: z.boolean().default(false),
})
export type Requirement = z.infer<typeof RequirementSchema>
