import { writeAuditCsv, writeAuditJson } from '#server/export/audit-csv.ts'
import type { RateLimit } from '#server/http/rate-limit.ts'
import type { Router } from '#server/http/router.ts'
import { auditPages } from '#server/plans/audit/audit-pages.ts'
import { checkChain } from '#server/plans/audit/check-chain.ts'
import { type AuditCounts, countAudit } from '#server/plans/audit/count-audit.ts'
import { auditOf, describeAudit } from '#server/plans/audit/read-audit.ts'
import { createSharedReads } from '#server/plans/shared-reads.ts'
import type { Clock } from '#server/runtime.ts'
import { lastLine } from '#server/storage/audit-trail.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { Storage } from '#server/storage/tables.ts'
import {
  type AuditFilter,
  checkAuditChain,
  exportAuditCsv,
  exportAuditJson,
  listAudit,
} from '#shared/api/audit.ts'

/** Small results, for seconds. */
const mostKept = 100

export function mountAudit(
  router: Router,
  {
    db,
    formats,
    clock,
    limit,
  }: {
    db: Storage
    formats: Formats
    clock: Clock
    /** Limits exports per user. */
    limit: RateLimit
  },
): void {
  // A reader requests page after page: values that are the same on all pages are counted once.
  const shared = createSharedReads<AuditCounts>(clock, mostKept)
  const counts = async (planId: string, filter: AuditFilter): Promise<AuditCounts> => {
    const { who, kind, from, to } = filter
    const last = await lastLine(db, planId)
    return await shared.read(JSON.stringify([planId, who, kind, from, to]), last?.number ?? 0, () =>
      countAudit(db, planId, filter),
    )
  }

  router.audit(listAudit, async ({ planId, query: { before, limit, ...filter } }) => {
    const upTo = before ?? Number.MAX_SAFE_INTEGER
    const rows = await auditOf(db, planId, filter)
      .selectAll()
      .where('number', '<', upTo)
      .orderBy('number', 'desc')
      .limit(limit)
      .execute()
    return {
      lines: await describeAudit({ db, formats }, planId, rows),
      ...(await counts(planId, filter)),
    }
  })
  router.audit(checkAuditChain, async ({ planId }) => ({
    ...(await checkChain(db, planId)),
    checkedAt: new Date(clock.now()).toISOString(),
  }))
  router.audit(exportAuditCsv, async ({ planId, actor, query }) => {
    limit.mustTake(actor.userId)
    return {
      fileName: 'logboek.csv',
      bytes: writeAuditCsv(auditPages({ db, formats }, planId, query)),
    }
  })
  router.audit(exportAuditJson, async ({ planId, actor }) => {
    limit.mustTake(actor.userId)
    return {
      fileName: 'logboek.json',
      bytes: writeAuditJson(planId, auditPages({ db, formats }, planId)),
    }
  })
}
