import { z } from 'zod'
import { TargetSchema } from '../plan/content.ts'
import { PersonSchema } from './comments.ts'
import { endpoint } from './endpoint.ts'

/** An amount that is another one than at the last visit. Null: empty; `nvt` as in a cell. */
const AmountSchema = z.union([z.int(), z.literal('nvt'), z.null()])
export type Amount = z.infer<typeof AmountSchema>

/** One line of "sinds uw laatste bezoek". */
export const SinceLineSchema = z.object({
  kind: z.enum(['changed', 'added', 'removed', 'moved', 'thread']),
  target: TargetSchema,
  /** "Thema 2: Veilig thuis" */
  place: z.string(),
  /** Names of the cells of a row that were changed. */
  parts: z.array(z.string()),
  amounts: z.array(
    z.object({
      column: z.string(),
      label: z.string(),
      unit: z.enum(['cents', 'hundredths', 'count']),
      from: AmountSchema,
      to: AmountSchema,
    }),
  ),
  by: z.array(PersonSchema),
  /** Of the last of these changes. */
  at: z.string(),
  threadId: z.string().optional(),
  /** How a new thread begins. */
  excerpt: z.string().optional(),
})
export type SinceLine = z.infer<typeof SinceLineSchema>

export const SinceSchema = z.object({
  /** Null for anyone who was not here before: then there are no lines. */
  visitedAt: z.string().nullable(),
  /** Up to where this tells; to be given to `visits`, so that nothing falls in between. */
  seq: z.int(),
  lines: z.array(SinceLineSchema),
  /** How many lines more there are: "en nog 4". */
  more: z.int(),
})
export type Since = z.infer<typeof SinceSchema>

const read = { kind: 'plan', action: 'read', parts: 'shown' } as const

export const getSince = endpoint('GET', '/api/plans/:planId/since', {
  summary: 'What others changed since the last visit, at most one screen of it',
  access: read,
  response: SinceSchema,
})
export const markVisit = endpoint('POST', '/api/plans/:planId/visits', {
  summary: 'The plan was looked at, as it was at seq (now, when left out)',
  access: read,
  body: z.object({ seq: z.int().min(0).optional() }),
  response: z.object({}),
})
