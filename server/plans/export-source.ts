import { findPlan } from '#server/storage/find-plan.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'
import { planStatusLabels } from '#shared/agreement/status.ts'
import { AppError } from '#shared/errors.ts'
import { formOf } from '#shared/format/form-and-year.ts'
import type { Parts } from '#shared/format/parts-of-format.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { summarize } from '#shared/plan/summary.ts'
import { readSignSheet, type SignSheet } from './agreement/sign-sheet.ts'
import type { PlanReading } from './plan-reading.ts'
import { findVersionOf, readVersionContent } from './versions/read-versions.ts'

/** The content of every export. */
export type ExportSource = {
  plan: PlanRow
  content: PlanContent
  format: Format
  title: string
  /** The status in words. */
  status: string
  /** Null: the current plan. */
  version: number | null
  /** The seats of this version and their answers; null if no approval was asked. */
  signSheet: SignSheet | null
}

export type ReadExportSource = (
  planId: string,
  at: { minSeq?: number | undefined; versionId?: string | undefined; parts?: Parts },
) => Promise<ExportSource>

/** The only source of content for an export: the current plan, or a version of it. */
export function createExportSource({
  db,
  reading,
  formats,
}: {
  db: Storage
  reading: PlanReading
  formats: Formats
}): ReadExportSource {
  async function versionOf(plan: PlanRow, versionId: string): Promise<ExportSource> {
    const version = await findVersionOf(db, plan.id, versionId)
    const format = formats.find(version.format_id, version.format_version)
    if (format === null) throw new AppError('plan-unreadable')
    const content = await readVersionContent(db, versionId)
    const signSheet = await readSignSheet(db, { planId: plan.id, versionId })
    // The status of a plan is that of its last presented version; any other version has only its
    // name.
    return {
      plan,
      content,
      // An earlier version may hold the year too: what is handed out of it is the form.
      format: formOf(format),
      title: summarize(content, format).title,
      status: signSheet?.isLatest === true ? planStatusLabels[plan.status] : version.name,
      version: version.number,
      signSheet,
    }
  }

  return async (planId, { minSeq, versionId, parts = null }) => {
    const plan = await findPlan(db, planId)
    // A version is whole: a user who was invited to parts gets nothing of it.
    if (versionId !== undefined && parts !== null) throw new AppError('parts-only')
    if (versionId !== undefined) return versionOf(plan, versionId)
    const { content, format } = await reading.content(plan, Math.max(minSeq ?? 0, plan.seq), parts)
    return {
      plan,
      content,
      format,
      title: summarize(content, format).title,
      status: planStatusLabels[plan.status],
      version: null,
      signSheet: null,
    }
  }
}
