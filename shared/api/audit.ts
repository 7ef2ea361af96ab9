import { z } from 'zod'
import { endpoint, FileAnswerSchema } from './endpoint.ts'

/** One line of who did what in a plan. It names things by id and holds no word of the plan. */
export const AuditLineSchema = z.object({
  number: z.int(),
  at: z.string(),
  /** Null for the installation itself. `name` is that of now; empty for an account that is gone. */
  actor: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** The seat or person in whose place it was done. */
  onBehalfOf: z.string().nullable(),
  action: z.string(),
  object: z.string(),
  /** `ok`, or the code of the refusal. */
  result: z.string(),
  channel: z.string(),
  address: z.string().nullable(),
  /** SHA-256 over this line and the hash of the line before (docs/audit.md). */
  hash: z.string(),
})
export type AuditLine = z.infer<typeof AuditLineSchema>

const access = { kind: 'audit' } as const

export const listAudit = endpoint('GET', '/api/plans/:planId/audit', {
  summary: 'Who did what in a plan, newest first; for its coordinators, and for administrators of the installation who need not read the plan',
  access,
  query: z.object({ before: z.coerce.number().int().positive().optional(), limit: z.coerce.number().int().min(1).max(500).default(100) }),
  response: z.object({ lines: z.array(AuditLineSchema), total: z.int() }),
})
export const exportAuditCsv = endpoint('GET', '/api/plans/:planId/audit.csv', { summary: 'The whole trail as a table', access, response: FileAnswerSchema, mediaType: 'text/csv; charset=utf-8' })
export const exportAuditJson = endpoint('GET', '/api/plans/:planId/audit.json', {
  summary: 'The whole trail as data, to check the chain with',
  access,
  response: FileAnswerSchema,
  mediaType: 'application/json',
})
