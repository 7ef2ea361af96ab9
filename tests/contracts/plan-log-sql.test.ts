import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '#server/runtime.ts'
import { openDatabase } from '#server/storage/database.ts'
import { createSqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { Storage } from '#server/storage/tables.ts'
import { planLogContract } from './plan-log.contract.ts'

planLogContract('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wijktafel-log-'))
  const file = join(folder, 'test.sqlite')
  let db = await openDatabase(file)
  await addOwner(db)
  return {
    log: createSqlPlanLog({ db, clock: systemClock }),
    addPlan: (planId) => addPlan(db, planId),
    removePlan: async (planId) => {
      await db.updateTable('plans').set({ deleted_at: 1 }).where('id', '=', planId).execute()
    },
    reopen: async () => {
      await db.destroy()
      db = await openDatabase(file)
      return createSqlPlanLog({ db, clock: systemClock })
    },
    close: async () => {
      await db.destroy()
      await rm(folder, { recursive: true })
    },
  }
})

async function addOwner(db: Storage): Promise<void> {
  await db.insertInto('user').values({ id: 'owner', name: 'Els', email: 'els@voorbeeld.nl', emailVerified: 1, image: null, createdAt: '', updatedAt: '', isAdmin: 0 }).execute()
  await db.insertInto('plan_formats').values({ id: 'proef', version: 1, json: '{}' }).execute()
}

async function addPlan(db: Storage, planId: string): Promise<void> {
  await db.insertInto('plans').values({ id: planId, format_id: 'proef', format_version: 1, status: 'concept', epoch: 'epoch-1', created_at: 1, created_by: 'owner', changed_at: 1 }).execute()
}
