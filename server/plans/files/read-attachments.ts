import { namesOf } from '#server/plans/names-of.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import { findPlan } from '#server/storage/find-plan.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { Attachment } from '#shared/api/files.ts'
import { placeOf } from '#shared/comments/place-name.ts'
import { shownTargets } from '#shared/comments/shown-targets.ts'
import { fileKinds } from '#shared/files/file-kinds.ts'
import type { Parts } from '#shared/format/parts-of-format.ts'
import type { Target } from '#shared/plan/content.ts'

/** The attachments at places that these parts contain, in the order in which they were added. */
export async function attachmentsOf(
  { db, reading }: { db: Storage; reading: PlanReading },
  planId: string,
  parts: Parts,
): Promise<Attachment[]> {
  const plan = await findPlan(db, planId)
  const rows = await db
    .selectFrom('plan_files')
    .selectAll()
    .where('plan_id', '=', planId)
    .where('place', 'is not', null)
    .where('removed_at', 'is', null)
    .orderBy('added_at')
    .orderBy('id')
    .execute()
  if (rows.length === 0) return []
  const { content, format, whole } = await reading.content(plan, plan.seq, parts)
  const sees = shownTargets(whole, parts)
  const placed = rows.flatMap((row) => {
    const target = JSON.parse(row.place ?? '{}') as Target
    return sees(target) ? [{ row, target }] : []
  })
  const names = await namesOf(
    db,
    placed.map(({ row }) => row.added_by),
  )
  return placed.map(({ row, target }) => ({
    id: row.id,
    name: row.name ?? '',
    kind: row.kind,
    type: fileKinds[row.kind].mediaType,
    bytes: Number(row.size),
    sha256: row.sha256,
    width: row.width,
    height: row.height,
    target,
    place: placeOf(target, format, content) ?? '',
    addedBy: { id: row.added_by, name: names.get(row.added_by) ?? 'Onbekend' },
    addedAt: new Date(Number(row.added_at)).toISOString(),
  }))
}
