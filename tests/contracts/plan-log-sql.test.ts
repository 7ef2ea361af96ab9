import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withDailySnapshots } from '#server/plans/days/daily-snapshots.ts'
import { silentLogger, systemClock } from '#server/runtime.ts'
import { createSqlPlanLog, type SqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { NewChange, PlanLog } from '#server/sync/plan-log.ts'
import { createPlanTurns } from '#server/sync/replica/plan-document.ts'
import { Turns } from '#server/turns.ts'
import { FormatSchema } from '#shared/format/schema.ts'
import medrie from '#shared/formats/medrie-wijkplan.json' with { type: 'json' }
import { databases } from '../support/databases.ts'
import { addPlanRow } from '../support/plan-row.ts'
import { type PlanLogUnderTest, planLogContract } from './plan-log.contract.ts'

type Wrap = (log: SqlPlanLog, db: Storage) => PlanLog

const formats = {
  all: () => [],
  find: () => FormatSchema.parse(medrie),
  drifted: [],
} as unknown as Parameters<typeof withDailySnapshots>[1]['formats']

for (const database of databases)
  describe.skipIf(database.skipped !== null)(database.name, () => {
    planLogContract(database.name, () => openLog(database, (log) => log))
    // The updates of this suite are no Yjs: a failing daily snapshot must not affect the log.
    planLogContract(`${database.name}, keeping days`, () =>
      openLog(database, (log, db) =>
        withDailySnapshots(log, {
          db,
          formats,
          clock: systemClock,
          logger: silentLogger,
          turns: createPlanTurns(new Turns()),
        }),
      ),
    )
  })

describe.each(databases.filter(({ skipped }) => skipped === null))(
  'IN1 a log in $name that is not as it must be',
  (database) => {
    const invariant = (name: string) => expect.objectContaining({ invariant: name })
    const update = { planId: 'a', actor: null, body: { kind: 'update', update: Uint8Array.of(1) } }
    let subject: Awaited<ReturnType<typeof openLog>>
    beforeEach(async () => {
      subject = await openLog(database, (log) => log)
      for (const planId of ['a', 'b']) await subject.addPlan(planId)
      await subject.log.append([update, update, update, { ...update, planId: 'b' }] as NewChange[])
    })
    afterEach(() => subject.close())

    const setSeq = (seq: number) =>
      subject.db().updateTable('plans').set({ seq }).where('id', '=', 'a').execute()
    const without = (seq: number) =>
      subject.db().deleteFrom('plan_changes').where('plan_id', '=', 'a').where('seq', '=', seq)

    it('with a change missing, the plan is not read', async () => {
      await without(2).execute()
      await expect(subject.log.load('a')).rejects.toEqual(invariant('changes-in-order'))
      expect((await subject.log.load('b'))?.seq).toBe(1)
    })

    it('with a change beyond its end, it is not read on in', async () => {
      await setSeq(2)
      await expect(subject.log.since('a', 1)).rejects.toEqual(invariant('changes-in-order'))
      expect(await subject.log.since('b', 0)).toMatchObject({ kind: 'changes' })
    })

    it('a log that ends before a change that was read is not read on in, and keeps no snapshot', async () => {
      await setSeq(1)
      await expect(subject.log.since('a', 3)).rejects.toEqual(invariant('log-keeps'))
      const keeping = subject.log.saveSnapshot('a', 3, Uint8Array.of(0, 0))
      await expect(keeping).rejects.toEqual(invariant('snapshot-in-log'))
    })

    it('a log that ends before its snapshot is not read', async () => {
      await subject.log.saveSnapshot('a', 3, Uint8Array.of(0, 0))
      await setSeq(2)
      await expect(subject.log.load('a')).rejects.toEqual(invariant('snapshot-in-log'))
    })

    it('a log that counts from a number that is none takes no change', async () => {
      await setSeq(-2)
      await expect(subject.log.append([update] as NewChange[])).rejects.toEqual(
        invariant('commit-answered'),
      )
      expect((await subject.log.append([{ ...update, planId: 'b' }] as NewChange[]))[0]?.seq).toBe(
        2,
      )
    })
  },
)

async function openLog(
  database: (typeof databases)[number],
  wrap: Wrap,
): Promise<PlanLogUnderTest & { db: () => Storage }> {
  const subject = await database.open()
  let { db } = subject
  const { beside } = subject
  return {
    db: () => db,
    ...(beside === null
      ? {}
      : { beside: async () => createSqlPlanLog({ db: await beside(), clock: systemClock }) }),
    log: wrap(createSqlPlanLog({ db, clock: systemClock }), db),
    addPlan: (planId) => addPlanRow(db, planId),
    removePlan: async (planId) => {
      await db.updateTable('plans').set({ deleted_at: 1 }).where('id', '=', planId).execute()
    },
    reopen: async () => {
      db = await subject.reopen()
      return wrap(createSqlPlanLog({ db, clock: systemClock }), db)
    },
    close: () => subject.close(),
  }
}
