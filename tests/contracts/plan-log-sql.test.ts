import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withDailySnapshots } from '#server/plans/days/daily-snapshots.ts'
import { silentLogger, systemClock } from '#server/runtime.ts'
import { openDatabase } from '#server/storage/database.ts'
import { createSqlPlanLog, type SqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { NewChange, PlanLog } from '#server/sync/plan-log.ts'
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

describe('IN1 a log in the database that is not as it must be', () => {
  const invariant = (name: string) => expect.objectContaining({ invariant: name })
  const update = { planId: 'a', actor: null, body: { kind: 'update', update: Uint8Array.of(1) } }
  let subject: Awaited<ReturnType<typeof openLog>>
  beforeEach(async () => {
    subject = await openLog((log) => log)
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

  it('that ends before what was read of it, it is not read on in, and keeps no snapshot', async () => {
    await setSeq(1)
    await expect(subject.log.since('a', 3)).rejects.toEqual(invariant('log-keeps'))
    const keeping = subject.log.saveSnapshot('a', 3, Uint8Array.of(0, 0))
    await expect(keeping).rejects.toEqual(invariant('snapshot-in-log'))
  })

  it('that ends before its snapshot, it is not read', async () => {
    await subject.log.saveSnapshot('a', 3, Uint8Array.of(0, 0))
    await setSeq(2)
    await expect(subject.log.load('a')).rejects.toEqual(invariant('snapshot-in-log'))
  })

  it('that counts from a number that is none, it takes no change', async () => {
    await setSeq(-2)
    await expect(subject.log.append([update] as NewChange[])).rejects.toEqual(
      invariant('commit-answered'),
    )
    expect((await subject.log.append([{ ...update, planId: 'b' }] as NewChange[]))[0]?.seq).toBe(2)
  })
})

async function openLog(wrap: Wrap): Promise<PlanLogUnderTest & { db: () => Storage }> {
  const folder = await mkdtemp(join(tmpdir(), 'wijktafel-log-'))
  const file = join(folder, 'test.sqlite')
  let db = await openDatabase(file)
  await addOwner(db)
  return {
    db: () => db,
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
