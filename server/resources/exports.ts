import { exportFileName, exportDocx as writePlan } from '#server/export/export.ts'
import type { Router } from '#server/http/route.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import type { Clock } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import { exportDocx } from '#shared/api/exports.ts'
import { planStatusLabels } from '#shared/api/plans.ts'
import { AppError } from '#shared/errors.ts'
import { summarize } from '#shared/plan/summary.ts'

export type ExportsDependencies = { db: Storage; reading: PlanReading; clock: Clock }

export function mountExports(router: Router, { db, reading, clock }: ExportsDependencies): void {
  router.member(exportDocx, async ({ planId, query }) => {
    const plan = await db.selectFrom('plans').selectAll().where('id', '=', planId).executeTakeFirst()
    if (plan === undefined) throw new AppError('plan-not-found')
    const { content, format } = await reading.content(plan, query.minSeq ?? plan.seq)
    const { title, wijk, periodFrom, periodTo } = summarize(content, format)
    const bytes = await writePlan(content, format, {
      guidance: query.guidance,
      untouchedPresets: query.presets,
      title,
      status: planStatusLabels[plan.status],
      generatedAt: new Date(clock.now()).toISOString(),
      seq: content.seq,
    })
    return { fileName: exportFileName({ wijk, periodFrom, periodTo, versionOrConcept: 'concept', extension: 'docx' }), bytes }
  })
}
