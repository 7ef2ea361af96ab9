import { writeAuditCsv } from '#server/export/audit-csv.ts'
import type { Router } from '#server/http/route.ts'
import { namesOf } from '#server/plans/comments/read-threads.ts'
import type { AuditRow } from '#server/storage/tables/audit.ts'
import type { Storage } from '#server/storage/tables.ts'
import { type AuditLine, exportAuditCsv, exportAuditJson, listAudit } from '#shared/api/audit.ts'

export function mountAudit(router: Router, { db }: { db: Storage }): void {
  const linesOf = (planId: string) => db.selectFrom('audit').selectAll().where('plan_id', '=', planId)

  async function describe(rows: readonly AuditRow[]): Promise<AuditLine[]> {
    const names = await namesOf(
      db,
      rows.flatMap((row) => (row.actor === null ? [] : [row.actor])),
    )
    return rows.map(({ plan_id: _, actor, on_behalf_of, at, ...row }) => ({
      ...row,
      at: new Date(at).toISOString(),
      actor: actor === null ? null : { id: actor, name: names.get(actor) ?? '' },
      onBehalfOf: on_behalf_of,
    }))
  }
  const everything = async (planId: string) => describe(await linesOf(planId).orderBy('number').execute())

  router.audit(listAudit, async ({ planId, query }) => {
    const before = query.before ?? Number.MAX_SAFE_INTEGER
    const rows = await linesOf(planId).where('number', '<', before).orderBy('number', 'desc').limit(query.limit).execute()
    const last = await linesOf(planId)
      .clearSelect()
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    return { lines: await describe(rows), total: Number(last.total) }
  })
  router.audit(exportAuditCsv, async ({ planId }) => ({ fileName: 'controlespoor.csv', bytes: writeAuditCsv(await everything(planId)) }))
  router.audit(exportAuditJson, async ({ planId }) => ({ fileName: 'controlespoor.json', bytes: new TextEncoder().encode(JSON.stringify({ planId, lines: await everything(planId) }, null, 2)) }))
}
