import type { PlanWriter } from '#server/plans/plan-writer.ts'
import type { Logger } from '#server/runtime.ts'
import type { Endpoint } from '#shared/api/endpoint.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import type { RateLimit } from './rate-limit.ts'

/** A request about a plan: its actor and plan are filled in as they become known. */
export type AuditedRequest = { endpoint: Endpoint; planId: string | null; userId: string | null }

/**
 * Audit entries that the plan's log does not cause by itself: exported files, and refusals.
 * Completed actions get their entry from the event that was written with them (plan-log-sql).
 */
export type Auditing = {
  answered(asked: AuditedRequest): Promise<void>
  refused(asked: AuditedRequest, error: unknown): Promise<void>
}

/** An invalid form says nothing about the user's rights. */
const notWorthALine: ReadonlySet<ErrorCode> = new Set([
  'bad-request',
  'invalid-values',
  'plan-not-found',
  'not-found',
  'too-many',
  'behind',
])

export function createAuditing({
  writer,
  logger,
  limit,
}: {
  writer: PlanWriter
  logger: Logger
  /** Limits refusals, so that nobody can fill an audit trail with them. */
  limit: RateLimit
}): Auditing {
  async function add({ endpoint, planId, userId }: AuditedRequest, result: string): Promise<void> {
    if (planId === null || userId === null) return
    try {
      await writer.writePlan(planId, userId, (_tx, plan) =>
        plan.audit({ action: `${endpoint.method} ${endpoint.path}`, object: '', result }),
      )
    } catch (error) {
      // A plan that does not exist gets no entry.
      if (error instanceof AppError && error.code === 'plan-not-found') return
      // The answer stays as it is: a refusal that could not be recorded must not turn into another
      // error.
      logger.error(
        { planId, reason: error instanceof Error ? error.message : 'unknown' },
        'An entry of the audit trail could not be written',
      )
    }
  }

  return {
    async answered(asked) {
      const { mediaType, isRecorded = true } = asked.endpoint
      if (mediaType !== undefined && isRecorded) await add(asked, 'ok')
    },
    async refused(asked, error) {
      const isReading = asked.endpoint.method === 'GET' && asked.endpoint.mediaType === undefined
      if (!(error instanceof AppError) || notWorthALine.has(error.code)) return
      if (isReading && error.code !== 'no-access') return
      if (asked.userId !== null && limit.take(asked.userId)) await add(asked, error.code)
    },
  }
}
