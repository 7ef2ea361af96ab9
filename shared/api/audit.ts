import { z } from 'zod'
import { auditKinds } from '../audit/kinds.ts'
import { PersonSchema } from './comments.ts'
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
  /** The line as a Dutch sentence that follows on the name of who did it; with the names of now, and no part of the chain. */
  text: z.string(),
  kind: z.enum(auditKinds),
  /** `ok`, or the code of the refusal. */
  result: z.string(),
  channel: z.string(),
  address: z.string().nullable(),
  /** SHA-256 over this line and the hash of the line before (docs/audit.md). */
  hash: z.string(),
})
export type AuditLine = z.infer<typeof AuditLineSchema>

const access = { kind: 'audit' } as const

/** Who stands in `who` for what the installation did by itself. */
export const byInstallation = 'server'

export const AuditFilterSchema = z.object({
  /** Id of who did it, or `server`. */
  who: z.string().min(1).max(100).optional(),
  kind: z.enum(auditKinds).optional(),
  /** ISO dates in the Netherlands; both belong to the period. */
  from: z.iso.date('Kies een datum.').optional(),
  to: z.iso.date('Kies een datum.').optional(),
})
export type AuditFilter = z.infer<typeof AuditFilterSchema>

export const listAudit = endpoint('GET', '/api/plans/:planId/audit', {
  summary:
    'Who did what in a plan, newest first; for its coordinators, and for administrators of the installation who need not read the plan',
  access,
  query: AuditFilterSchema.extend({
    before: z.coerce.number().int().positive().optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  response: z.object({
    lines: z.array(AuditLineSchema),
    /** How many there are in all, and how many pass the filter. */
    total: z.int(),
    matching: z.int(),
    /** Everyone who did something in this plan, to choose from. */
    people: z.array(PersonSchema),
  }),
})
export const checkAuditChain = endpoint('GET', '/api/plans/:planId/audit/chain', {
  summary:
    'Whether the chain of the trail is whole: every line is computed anew and held against what was signed',
  access,
  response: z.object({
    total: z.int(),
    /** Up to and with this line the trail is bound by a signed record of a version; null when nothing was signed yet. */
    signedUpTo: z.int().nullable(),
    /** Null for a whole chain; else what is wrong, in Dutch. */
    fault: z.string().nullable(),
    checkedAt: z.string(),
  }),
})
export type AuditChain = z.infer<(typeof checkAuditChain)['response']>

export const exportAuditCsv = endpoint('GET', '/api/plans/:planId/audit.csv', {
  summary: 'The trail as a table, to read; the same filter as on the screen',
  access,
  query: AuditFilterSchema,
  response: FileAnswerSchema,
  mediaType: 'text/csv; charset=utf-8',
})
export const exportAuditJson = endpoint('GET', '/api/plans/:planId/audit.json', {
  summary: 'The whole trail as data, to check the chain with',
  access,
  response: FileAnswerSchema,
  mediaType: 'application/json',
})
