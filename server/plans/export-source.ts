import type { PlanRow, Storage } from '#server/storage/tables.ts'
import { planStatusLabels } from '#shared/api/plans.ts'
import { AppError } from '#shared/errors.ts'
import type { Parts } from '#shared/format/parts.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { summarize } from '#shared/plan/summary.ts'
import type { PlanReading } from './plan-reading.ts'

/** What every export is made of. */
export type ExportSource = {
  plan: PlanRow
  content: PlanContent
  format: Format
  title: string
  /** As people read it. */
  status: string
  /** Null: the plan as it is now. */
  version: number | null
}

export type ReadExportSource = (planId: string, at: { minSeq?: number | undefined; parts?: Parts }) => Promise<ExportSource>

/** The one place where an export gets its content from. */
export function createExportSource({ db, reading }: { db: Storage; reading: PlanReading }): ReadExportSource {
  return async (planId, { minSeq, parts = null }) => {
    const plan = await db.selectFrom('plans').selectAll().where('id', '=', planId).executeTakeFirst()
    if (plan === undefined) throw new AppError('plan-not-found')
    const { content, format } = await reading.content(plan, minSeq ?? plan.seq, parts)
    return { plan, content, format, title: summarize(content, format).title, status: planStatusLabels[plan.status], version: null }
  }
}
