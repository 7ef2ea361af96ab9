import { join } from 'node:path'
import * as Y from 'yjs'
import { checkDatabase } from '#server/admin/database-checks.ts'
import { databaseFile } from '#server/config.ts'
import { systemClock } from '#server/runtime.ts'
import { openDatabase } from '#server/storage/database.ts'
import { engineOf } from '#server/storage/engine.ts'
import { createSqlPlanLog } from '#server/storage/plan-log-sql.ts'
import { marksOf } from './marks.ts'

/** The numbers of a typist in a plan, and the faults of its database, as a server that starts in this folder reads them. */
export async function readMarks(
  folder: string,
  planId: string,
): Promise<{ marks: number[]; faults: string[] }> {
  const file = join(folder, databaseFile)
  const db = await openDatabase(file)
  try {
    await engineOf(db).settle()
    const loaded = await createSqlPlanLog({ db, clock: systemClock }).load(planId)
    const doc = new Y.Doc()
    if (loaded?.snapshot != null) Y.applyUpdate(doc, loaded.snapshot)
    for (const { body } of loaded?.changes ?? [])
      if (body.kind === 'update') Y.applyUpdate(doc, body.update)
    return { marks: marksOf(doc, 'test:marks'), faults: await checkDatabase(db, file) }
  } finally {
    await db.destroy()
  }
}
