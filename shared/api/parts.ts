import { z } from 'zod'
import { PlanContentSchema } from '../plan/content.ts'
import { endpoint } from './endpoint.ts'
import { PlanSchema } from './plans.ts'

/** How long a request may wait for a change, in ms: below the time-out of common proxies. */
export const longestPartsWaitMs = 20_000

export const PlanPartsSchema = z.object({
  plan: PlanSchema,
  content: PlanContentSchema,
  /**
   * The text range of each thread, counted in the text's own units; a thread whose words are gone
   * is left out.
   */
  words: z.record(z.string(), z.object({ from: z.int(), to: z.int() })),
  /** Changes when a thread that this member sees changes. */
  threadsTag: z.string(),
})
export type PlanParts = z.infer<typeof PlanPartsSchema>

export const getParts = endpoint('GET', '/api/plans/:planId/parts', {
  summary:
    'The parts of the plan that the user was invited to, with the data their screen needs. With `after`, waits up to `wait` ms for a state other than that tag; parts is null if there is none',
  access: { kind: 'plan', action: 'read', parts: 'shown' },
  query: z.object({
    after: z.string().max(64).optional(),
    wait: z.coerce.number().int().min(0).max(longestPartsWaitMs).optional(),
  }),
  response: z.object({
    tag: z.string(),
    /** The answer covers changes up to this number; for `seen` and `visits`. */
    seq: z.int(),
    parts: PlanPartsSchema.nullable(),
  }),
})
