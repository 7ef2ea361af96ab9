import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { sql } from 'kysely'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import { canonicalOf } from '#server/plans/versions/pack.ts'
import type { Clock, Logger } from '#server/runtime.ts'
import { slicesOfPlan } from '#server/storage/row-slices.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'

type RemovalDeps = { db: Storage; writer: PlanWriter; clock: Clock; logger: Logger }

const dayMs = 24 * 60 * 60_000
/** A picture that was found in use is looked for again after this. */
const checkEveryMs = 7 * dayMs
/** What nothing refers to stays this long: an undo on a device that was away brings it back. */
const keptUnusedMs = 30 * dayMs
const plansPerRound = 3

/**
 * Removes the bytes that nothing can bring back: of pictures that are in no state, change, version, day or consultation of
 * their plan, of attachments that were removed, and of plans that were removed, each after thirty days.
 */
export function createFileRemoval(given: RemovalDeps): (signal: AbortSignal) => Promise<void> {
  const { db, clock } = given
  return async (signal) => {
    const now = clock.now()
    const due = await db
      .selectFrom('plan_files')
      .innerJoin('plans', 'plans.id', 'plan_files.plan_id')
      .where((eb) =>
        eb.or([
          eb('plans.deleted_at', '<', now - keptUnusedMs),
          eb.and([
            eb('plans.deleted_at', 'is', null),
            eb('plan_files.checked_at', '<', now - checkEveryMs),
          ]),
        ]),
      )
      .select('plan_files.plan_id')
      .select((eb) => eb.fn.min('plan_files.checked_at').as('checked'))
      .groupBy('plan_files.plan_id')
      .orderBy('checked')
      .limit(plansPerRound)
      .execute()
    for (const { plan_id } of due) {
      if (signal.aborted) return
      await checkPlan(given, plan_id)
    }
  }
}

async function checkPlan(given: RemovalDeps, planId: string): Promise<void> {
  const { db, writer, clock, logger } = given
  const plan = await db
    .selectFrom('plans')
    .select('deleted_at')
    .where('id', '=', planId)
    .executeTakeFirstOrThrow()
  if (plan.deleted_at !== null) {
    // No transaction of a plan: it is gone for everyone, and its trail with it.
    await db.transaction().execute((tx) => removeRows(tx, planId, null))
    return
  }
  const pictures = await db
    .selectFrom('plan_files')
    .select(['id', 'place'])
    .where('plan_id', '=', planId)
    .execute()
  const used = await findUsed(
    db,
    planId,
    pictures.flatMap(({ id, place }) => (place === null ? [id] : [])),
  )
  const now = clock.now()
  const removed = await writer.writePlan(planId, null, async (tx) => {
    const rows = await tx
      .selectFrom('plan_files')
      .selectAll()
      .where('plan_id', '=', planId)
      .execute()
    const gone: string[] = []
    for (const { id, place, removed_at, unused_since, added_at } of rows) {
      // Added while the plan was being searched.
      const isNew = Number(added_at) > now - checkEveryMs
      const unusedSince =
        place !== null ? removed_at : used.has(id) || isNew ? null : (unused_since ?? now)
      if (unusedSince !== null && Number(unusedSince) <= now - keptUnusedMs) gone.push(id)
      else
        await tx
          .updateTable('plan_files')
          .set({ checked_at: now, unused_since: place === null ? unusedSince : null })
          .where('id', '=', id)
          .execute()
    }
    if (gone.length > 0) await removeRows(tx, planId, gone)
    return gone.length
  })
  if (removed > 0) logger.info({ planId, removed }, 'Files that nothing referred to were removed')
}

async function removeRows(
  tx: StorageTransaction,
  planId: string,
  ids: readonly string[] | null,
): Promise<void> {
  const files = tx.deleteFrom('plan_files').where('plan_id', '=', planId)
  await (ids === null ? files : files.where('id', 'in', ids)).execute()
  await tx
    .deleteFrom('plan_file_bodies')
    .where('plan_id', '=', planId)
    .where(
      sql<boolean>`not exists (select 1 from plan_files where plan_files.plan_id = plan_file_bodies.plan_id and plan_files.sha256 = plan_file_bodies.sha256)`,
    )
    .execute()
}

/**
 * The files whose id is anywhere in the stored bytes of a plan. An id is in a Yjs update as it is in a text, so nothing
 * has to be opened; an id in a change that another one undid counts as in use.
 */
async function findUsed(
  db: Storage,
  planId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const left = new Set(ids)
  const look = (bytes: Uint8Array) => {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (const id of left) if (buffer.includes(id)) left.delete(id)
  }
  const unpack = promisify<Uint8Array, Buffer>(gunzip)
  if (left.size === 0) return left
  const snapshot = await db
    .selectFrom('plan_snapshots')
    .select('state')
    .where('plan_id', '=', planId)
    .executeTakeFirst()
  if (snapshot !== undefined) look(snapshot.state)
  for await (const changes of slicesOfPlan(db, 'plan_changes', planId))
    for (const { kind, body } of changes) if (kind === 'update') look(body)
  for await (const versions of slicesOfPlan(db, 'versions', planId))
    for (const version of versions) look(await canonicalOf(version))
  for await (const days of slicesOfPlan(db, 'plan_days', planId))
    for (const { content } of days) look(await unpack(content))
  for await (const consultations of slicesOfPlan(db, 'consultations', planId))
    for (const { content } of consultations) look(Buffer.from(content))
  return new Set(ids.filter((id) => !left.has(id)))
}
