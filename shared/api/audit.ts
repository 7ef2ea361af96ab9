import { z } from 'zod'
import { auditKinds } from '../audit/kinds.ts'
import * as apiText from '../text/api.ts'
import { PersonSchema } from './comments.ts'
import { endpoint, FileAnswerSchema } from './endpoint.ts'

/**
 * One entry of a plan's audit trail. It refers to things by id and contains no text of the plan.
 */
export const AuditLineSchema = z.object({
  number: z.int(),
  at: z.string(),
  /** Null for the installation itself. `name` is the current name; empty for a deleted account. */
  actor: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** The seat or person on whose behalf it was done. */
  onBehalfOf: z.string().nullable(),
  action: z.string(),
  object: z.string(),
  /**
   * The entry as a Dutch sentence that follows the actor's name. It uses current names and is not
   * part of the hash chain.
   */
  text: z.string(),
  kind: z.enum(auditKinds),
  /** `ok`, or the error code of the refusal. */
  result: z.string(),
  channel: z.string(),
  address: z.string().nullable(),
  /** SHA-256 over this entry and the hash of the previous one (docs/audit.md). */
  hash: z.string(),
})
export type AuditLine = z.infer<typeof AuditLineSchema>

const access = { kind: 'audit' } as const

/** The value of the `who` filter for actions of the installation itself. */
export const byInstallation = 'server'

export const AuditFilterSchema = z.object({
  /** Id of the actor, or `server`. */
  who: z.string().min(1).max(100).optional(),
  kind: z.enum(auditKinds).optional(),
  /** ISO dates in the Netherlands, both inclusive. */
  from: z.iso.date(apiText.chooseDate).optional(),
  to: z.iso.date(apiText.chooseDate).optional(),
})
export type AuditFilter = z.infer<typeof AuditFilterSchema>

export const listAudit = endpoint('GET', '/api/plans/:planId/audit', {
  summary:
    'The audit trail of a plan, newest first; for its coordinators, and for administrators of the installation, even without access to the plan',
  access,
  query: AuditFilterSchema.extend({
    before: z.coerce.number().int().positive().optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  response: z.object({
    lines: z.array(AuditLineSchema),
    /** The number of entries, and the number that match the filter. */
    total: z.int(),
    matching: z.int(),
    /** Everyone who did something in this plan, for the filter's list. */
    people: z.array(PersonSchema),
  }),
})
export const checkAuditChain = endpoint('GET', '/api/plans/:planId/audit/chain', {
  summary:
    'Verify the audit trail: recomputes every hash and compares the chain with the signed records',
  access,
  response: z.object({
    total: z.int(),
    /**
     * A signed version record covers the trail up to and including this entry; null if nothing was
     * signed yet.
     */
    signedUpTo: z.int().nullable(),
    /** Null if the chain is intact; otherwise the fault, in Dutch. */
    fault: z.string().nullable(),
    checkedAt: z.string(),
  }),
})
export type AuditChain = z.infer<(typeof checkAuditChain)['response']>

export const exportAuditCsv = endpoint('GET', '/api/plans/:planId/audit.csv', {
  summary: 'The audit trail as a readable table, with the same filter as on the screen',
  access,
  query: AuditFilterSchema,
  response: FileAnswerSchema,
  mediaType: 'text/csv; charset=utf-8',
})
export const exportAuditJson = endpoint('GET', '/api/plans/:planId/audit.json', {
  summary: 'The complete audit trail as data, for verification of the chain',
  access,
  response: FileAnswerSchema,
  mediaType: 'application/json',
})
