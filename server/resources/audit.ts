import { writeAuditCsv, writeAuditJson } from '#server/export/audit-csv.ts'
import type { RateLimit } from '#server/http/rate-limit.ts'
import type { Router } from '#server/http/route.ts'
import { auditPages } from '#server/plans/audit/audit-pages.ts'
import { checkChain } from '#server/plans/audit/check-chain.ts'
import { auditOf, describeAudit, peopleOfAudit } from '#server/plans/audit/read-audit.ts'
import type { Clock } from '#server/runtime.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { Storage } from '#server/storage/tables.ts'
import {
  type AuditFilter,
  checkAuditChain,
  exportAuditCsv,
  exportAuditJson,
  listAudit,
} from '#shared/api/audit.ts'

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
    /** Nobody has one file after another made. */
    limit: RateLimit
  },
): void {
  const count = async (planId: string, filter: AuditFilter = {}): Promise<number> => {
    const counted = await auditOf(db, planId, filter)
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    return Number(counted.total)
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
      total: await count(planId),
      matching: await count(planId, filter),
      people: await peopleOfAudit(db, planId),
    }
  })
  router.audit(checkAuditChain, async ({ planId }) => ({
    ...(await checkChain(db, planId)),
    checkedAt: new Date(clock.now()).toISOString(),
  }))
  router.audit(exportAuditCsv, async ({ planId, actor, query }) => {
    limit.mustTake(actor.userId)
    return {
      fileName: 'controlespoor.csv',
      bytes: writeAuditCsv(auditPages({ db, formats }, planId, query)),
    }
  })
  router.audit(exportAuditJson, async ({ planId, actor }) => {
    limit.mustTake(actor.userId)
    return {
      fileName: 'controlespoor.json',
      bytes: writeAuditJson(planId, auditPages({ db, formats }, planId)),
    }
  })
}
