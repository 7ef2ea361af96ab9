import { z } from 'zod'
import { PlanContentSchema } from '../plan/content.ts'
import { endpoint } from './endpoint.ts'
import { PlanSchema } from './plans.ts'

/** How long a request may wait for a change: below what proxies cut off. */
export const longestPartsWaitMs = 20_000

export const PlanPartsSchema = z.object({
  plan: PlanSchema,
  content: PlanContentSchema,
  /** Where the words of each thread stand in their text, counted in units of it; a thread whose words are gone is not named. */
  words: z.record(z.string(), z.object({ from: z.int(), to: z.int() })),
  /** Changes when the threads that this person sees do. */
  threadsTag: z.string(),
})
export type PlanParts = z.infer<typeof PlanPartsSchema>

export const getParts = endpoint('GET', '/api/plans/:planId/parts', {
  summary:
    'The parts of the plan that one was invited to, with what a screen of them needs. With after, waits up to `wait` ms until something else than that tag can be told; parts is null when nothing can',
  access: { kind: 'plan', action: 'read', parts: 'shown' },
  query: z.object({
    after: z.string().max(64).optional(),
    wait: z.coerce.number().int().min(0).max(longestPartsWaitMs).optional(),
  }),
  response: z.object({
    tag: z.string(),
    /** Up to where this tells, for `seen` and `visits`. */
    seq: z.int(),
    parts: PlanPartsSchema.nullable(),
  }),
})
