import type { Storage } from '#server/storage/tables.ts'
import { isPictureKind, type PictureKind } from '#shared/files/file-kinds.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { picturesOfPlan } from '#shared/plan/plan-pictures.ts'

/** A stored picture with its bytes. */
export type StoredPicture = { id: string; kind: PictureKind; bytes: Uint8Array }

/**
 * The pictures in the texts of this content, in their order, as far as this plan has them: one of another plan, or one that
 * is still on the device of its author, is left out. Their bytes together are limited (`pictureBytesPerPlan`).
 */
export async function readPictures(
  db: Storage,
  planId: string,
  content: Pick<PlanContent, 'fields' | 'tables'>,
): Promise<StoredPicture[]> {
  const ids = [...picturesOfPlan(content)]
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('plan_files')
    .innerJoin('plan_file_bodies as body', (join) =>
      join
        .onRef('body.plan_id', '=', 'plan_files.plan_id')
        .onRef('body.sha256', '=', 'plan_files.sha256'),
    )
    .where('plan_files.plan_id', '=', planId)
    .where('plan_files.place', 'is', null)
    .where('plan_files.id', 'in', ids)
    .select(['plan_files.id', 'plan_files.kind', 'body.bytes'])
    .execute()
  const found = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = found.get(id)
    return row !== undefined && isPictureKind(row.kind)
      ? [{ id, kind: row.kind, bytes: row.bytes }]
      : []
  })
}
