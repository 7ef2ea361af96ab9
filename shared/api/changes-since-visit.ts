import { z } from 'zod'
import { TargetSchema } from '../plan/content.ts'
import { PersonSchema } from './comments.ts'
import { endpoint } from './endpoint.ts'

/** An amount that differs from that at the last visit. Null: empty; `nvt` as in a cell. */
const AmountSchema = z.union([z.int(), z.literal('nvt'), z.null()])
export type Amount = z.infer<typeof AmountSchema>

/** One line of "sinds uw laatste bezoek". */
export const VisitLineSchema = z.object({
  kind: z.enum(['changed', 'added', 'removed', 'moved', 'thread']),
  target: TargetSchema,
  /** "Thema 2: Veilig thuis" */
  place: z.string(),
  /** Names of the changed cells of a row. */
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
  /** Time of the last of these changes. */
  at: z.string(),
  threadId: z.string().optional(),
  /** The first words of a new thread. */
  excerpt: z.string().optional(),
})
export type VisitLine = z.infer<typeof VisitLineSchema>

export const ChangesSinceVisitSchema = z.object({
  /** Null for anyone without an earlier visit: there are then no lines. */
  visitedAt: z.string().nullable(),
  /**
   * The answer covers changes up to this number; send it to `visits`, so that no change is missed
   * in between.
   */
  seq: z.int(),
  lines: z.array(VisitLineSchema),
  /** The number of lines left out: "en nog 4". */
  more: z.int(),
})
export type ChangesSinceVisit = z.infer<typeof ChangesSinceVisitSchema>

const read = { kind: 'plan', action: 'read', parts: 'shown' } as const

export const getChangesSinceVisit = endpoint('GET', '/api/plans/:planId/since', {
  summary: 'Changes by others since the last visit, at most one screen',
  access: read,
  response: ChangesSinceVisitSchema,
})
export const markVisit = endpoint('POST', '/api/plans/:planId/visits', {
  summary: 'Record a visit to the plan, up to seq (now, when left out)',
  access: read,
  body: z.object({ seq: z.int().min(0).optional() }),
  response: z.object({}),
})
