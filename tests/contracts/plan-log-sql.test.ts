import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withDailySnapshots } from '#server/plans/days/daily-snapshots.ts'
import { silentLogger, systemClock } from '#server/runtime.ts'
import { openDatabase } from '#server/storage/database.ts'
import { createSqlPlanLog, type SqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { PlanLog } from '#server/sync/plan-log.ts'
import { createPlanTurns } from '#server/sync/replica/plan-document.ts'
import { Turns } from '#server/sync/turns.ts'
import { FormatSchema } from '#shared/format/schema.ts'
import medrie from '#shared/formats/medrie-wijkplan.json' with { type: 'json' }
import { type PlanLogUnderTest, planLogContract } from './plan-log.contract.ts'

type Wrap = (log: SqlPlanLog, db: Storage) => PlanLog

const formats = {
  all: () => [],
  find: () => FormatSchema.parse(medrie),
  drifted: [],
} as unknown as Parameters<typeof withDailySnapshots>[1]['formats']

planLogContract('SQLite', () => openLog((log) => log))
// Updates of this suite are no Yjs: what can't be kept of a day must change nothing for the log.
planLogContract('SQLite, keeping days', () =>
  openLog((log, db) =>
    withDailySnapshots(log, {
      db,
      formats,
      clock: systemClock,
      logger: silentLogger,
      turns: createPlanTurns(new Turns()),
    }),
  ),
)

async function openLog(wrap: Wrap): Promise<PlanLogUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'wijktafel-log-'))
  const file = join(folder, 'test.sqlite')
  let db = await openDatabase(file)
  await addOwner(db)
  return {
    log: wrap(createSqlPlanLog({ db, clock: systemClock }), db),
    addPlan: (planId) => addPlan(db, planId),
    removePlan: async (planId) => {
      await db.updateTable('plans').set({ deleted_at: 1 }).where('id', '=', planId).execute()
    },
    reopen: async () => {
      await db.destroy()
      db = await openDatabase(file)
      return wrap(createSqlPlanLog({ db, clock: systemClock }), db)
    },
    close: async () => {
      await db.destroy()
      await rm(folder, { recursive: true })
    },
  }
}

async function addOwner(db: Storage): Promise<void> {
  await db
    .insertInto('user')
    .values({
      id: 'owner',
      name: 'Els',
      email: 'els@voorbeeld.nl',
      emailVerified: 1,
      image: null,
      createdAt: '',
      updatedAt: '',
      isAdmin: 0,
    })
    .execute()
  await db.insertInto('plan_formats').values({ id: 'proef', version: 1, json: '{}' }).execute()
}

async function addPlan(db: Storage, planId: string): Promise<void> {
  await db
    .insertInto('plans')
    .values({
      id: planId,
      format_id: 'proef',
      format_version: 1,
      status: 'concept',
      epoch: 'epoch-1',
      created_at: 1,
      created_by: 'owner',
      changed_at: 1,
    })
    .execute()
}
