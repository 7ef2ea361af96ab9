import * as Y from 'yjs'
import { readFormat } from '#server/storage/formats.ts'
import type { SqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { Format } from '#shared/format/schema.ts'

/**
 * A plan from the database, opened beside a running server or without one. The caller destroys
 * `doc`.
 */
export type StoredPlan = { doc: Y.Doc; format: Format; epoch: string; seq: number }

/** Null for a removed plan, or one whose form can't be read. */
export async function openStoredPlan(
  db: Storage,
  log: SqlPlanLog,
  planId: string,
): Promise<StoredPlan | null> {
  const plan = await db
    .selectFrom('plans')
    .select(['format_id', 'format_version'])
    .where('id', '=', planId)
    .executeTakeFirst()
  const format =
    plan === undefined ? null : await readFormat(db, plan.format_id, plan.format_version)
  const loaded = format === null ? null : await log.load(planId)
  if (format === null || loaded === null) return null
  const doc = new Y.Doc()
  doc.transact(() => {
    if (loaded.snapshot !== null) Y.applyUpdate(doc, loaded.snapshot)
    for (const { body } of loaded.changes)
      if (body.kind === 'update') Y.applyUpdate(doc, body.update)
  })
  return { doc, format, epoch: loaded.epoch, seq: loaded.seq }
}
