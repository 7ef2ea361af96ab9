import type { Selectable } from 'kysely'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import { mustHaveRoom } from '#server/plans/quotas.ts'
import type { Clock } from '#server/runtime.ts'
import type { PlanFilesTable } from '#server/storage/tables/files.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { isEnded } from '#shared/agreement/status.ts'
import { AppError } from '#shared/errors.ts'
import type { FileKind } from '#shared/files/file-kinds.ts'
import { LimitError, limits } from '#shared/limits.ts'

export type PlanFileRow = Selectable<PlanFilesTable>

export type NewFile = {
  id: string
  kind: FileKind
  bytes: Uint8Array
  sha256: string
  width: number | null
  height: number | null
  /** Of an attachment; null for a picture in a text. */
  attached: { name: string; place: string } | null
}

/**
 * Stores a cleaned file. The same file under the same id, by the same person, was stored before: its answer did not
 * arrive. Rejects with `file-id-taken`, `plan-ended` or `plan-files-full`.
 */
export async function storeFile(
  { writer, clock }: { writer: PlanWriter; clock: Clock },
  { planId, userId, file }: { planId: string; userId: string; file: NewFile },
): Promise<PlanFileRow> {
  const { id, kind, bytes, sha256, width, height, attached } = file
  return writer.writePlan(planId, userId, async (tx, plan) => {
    const known = await tx
      .selectFrom('plan_files')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst()
    if (known !== undefined) {
      const isSame = known.sha256 === sha256 && known.added_by === userId
      if (isSame && known.removed_at === null) return known
      throw new AppError('file-id-taken')
    }
    if (isEnded(plan.row.status)) throw new AppError('plan-ended')
    const now = clock.now()
    await mustHaveRoom(tx, 'filesPerPlan', { id: planId, now })
    await mustFit(tx, planId, { sha256, size: bytes.byteLength, isPicture: attached === null })
    await tx
      .insertInto('plan_file_bodies')
      .values({ plan_id: planId, sha256, bytes: Buffer.from(bytes) })
      .onConflict((conflict) => conflict.columns(['plan_id', 'sha256']).doNothing())
      .execute()
    const row: PlanFileRow = {
      id,
      plan_id: planId,
      sha256,
      kind,
      size: bytes.byteLength,
      width,
      height,
      name: attached?.name ?? null,
      place: attached?.place ?? null,
      added_by: userId,
      added_at: now,
      removed_by: null,
      removed_at: null,
      checked_at: now,
      unused_since: null,
    }
    await tx.insertInto('plan_files').values(row).execute()
    await plan.append({ type: 'file.added', fileId: id })
    return row
  })
}

/** Bytes that the plan has already take no more place. */
async function mustFit(
  tx: StorageTransaction,
  planId: string,
  { sha256, size, isPicture }: { sha256: string; size: number; isPicture: boolean },
): Promise<void> {
  const limit = isPicture ? 'pictureBytesPerPlan' : 'attachmentBytesPerPlan'
  const rows = await tx
    .selectFrom('plan_files')
    .select(['sha256', 'size'])
    .where('plan_id', '=', planId)
    .where('place', isPicture ? 'is' : 'is not', null)
    .execute()
  const sizes = new Map(rows.map((row) => [row.sha256, Number(row.size)]))
  sizes.set(sha256, size)
  const total = [...sizes.values()].reduce((sum, one) => sum + one, 0)
  if (total > limits[limit].max) throw new LimitError(limit)
}

/** Null for a file that is not (or no longer) in this plan. */
export async function findFile(
  db: Storage,
  { planId, fileId }: { planId: string; fileId: string },
): Promise<PlanFileRow | null> {
  const row = await db
    .selectFrom('plan_files')
    .selectAll()
    .where('id', '=', fileId)
    .where('plan_id', '=', planId)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  return row ?? null
}

/** Rejects with `file-not-found`. */
export async function readBody(
  db: Storage,
  { plan_id, sha256 }: Pick<PlanFileRow, 'plan_id' | 'sha256'>,
): Promise<Uint8Array> {
  const row = await db
    .selectFrom('plan_file_bodies')
    .select('bytes')
    .where('plan_id', '=', plan_id)
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  if (row === undefined) throw new AppError('file-not-found')
  return row.bytes
}

/** Hides an attachment; a background job removes it after a month. Rejects with `file-not-found`. */
export async function removeFile(
  { writer, clock }: { writer: PlanWriter; clock: Clock },
  { planId, userId, fileId }: { planId: string; userId: string; fileId: string },
): Promise<void> {
  await writer.writePlan(planId, userId, async (tx, plan) => {
    const removed = await tx
      .updateTable('plan_files')
      .set({ removed_at: clock.now(), removed_by: userId })
      .where('id', '=', fileId)
      .where('plan_id', '=', planId)
      .where('place', 'is not', null)
      .where('removed_at', 'is', null)
      .executeTakeFirst()
    if (removed.numUpdatedRows === 0n) throw new AppError('file-not-found')
    await plan.append({ type: 'file.removed', fileId })
  })
}
