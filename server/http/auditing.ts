import type { PlanWriter } from '#server/plans/plan-writer.ts'
import type { Logger } from '#server/runtime.ts'
import type { Endpoint } from '#shared/api/endpoint.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import type { RateLimit } from './rate-limit.ts'

/** A request about a plan: who and which are filled in as they become known. */
export type Asked = { endpoint: Endpoint; planId: string | null; userId: string | null }

/**
 * What the plan's log does not tell by itself: files that left, and what was refused. What was done has its line from the
 * event that was written together with it (plan-log-sql).
 */
export type Auditing = {
  answered(asked: Asked): Promise<void>
  refused(asked: Asked, error: unknown): Promise<void>
}

/** A form that was filled in wrong says nothing about who may do what. */
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
  /** Nobody fills a trail by being refused on and on. */
  limit: RateLimit
}): Auditing {
  async function add({ endpoint, planId, userId }: Asked, result: string): Promise<void> {
    if (planId === null || userId === null) return
    try {
      await writer.writePlan(planId, userId, (_tx, plan) =>
        plan.audit({ action: `${endpoint.method} ${endpoint.path}`, object: '', result }),
      )
    } catch (error) {
      // Nothing is written of a plan that is not there.
      if (error instanceof AppError && error.code === 'plan-not-found') return
      // The answer stands as it is: a refusal that could not be written down must not become another one.
      logger.error(
        { planId, reason: error instanceof Error ? error.message : 'unknown' },
        'A line of the audit trail could not be written',
      )
    }
  }

  return {
    async answered(asked) {
      if (asked.endpoint.mediaType !== undefined) await add(asked, 'ok')
    },
    async refused(asked, error) {
      const isReading = asked.endpoint.method === 'GET' && asked.endpoint.mediaType === undefined
      if (!(error instanceof AppError) || notWorthALine.has(error.code)) return
      if (isReading && error.code !== 'no-access') return
      if (asked.userId !== null && limit.take(asked.userId)) await add(asked, error.code)
    },
  }
}
