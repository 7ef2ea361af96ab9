import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { insertUser } from '#server/auth/users.ts'
import { createPlanWriter, type PlanWriter } from '#server/plans/plan-writer.ts'
import { silentLogger } from '#server/runtime.ts'
import { openDatabase } from '#server/storage/database.ts'
import { createSqlPlanLog, type SqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { Storage } from '#server/storage/tables.ts'
import { HandClock } from '../support/hand-clock.ts'

/** The notifications to rooms, in order, with the state of the log at that moment. */
type Told = { said: string; eventsThen: number }

describe('the door through which plans are written', () => {
  let folder: string
  let db: Storage
  let log: SqlPlanLog
  let writer: PlanWriter
  let told: Told[]
  const clock = new HandClock()
  const originOf = () => ({ channel: 'screen', address: null }) as const

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wijktafel-door-'))
    db = await openDatabase(join(folder, 'test.sqlite'))
    log = createSqlPlanLog({ db, clock, originOf })
    writer = createPlanWriter({
      db,
      log,
      clock,
      logger: silentLogger,
      originOf,
      keepAsks: async () => [],
    })
    await insertUser(db, {
      id: 'u',
      name: 'Dounia',
      email: 'dounia@voorbeeld.nl',
      isAdmin: false,
      isEmailProven: true,
      now: 0,
    })
    await db.insertInto('plan_formats').values({ id: 'f', version: 1, json: '{}' }).execute()
    for (const id of ['a', 'b', 'c']) await insertPlan(id)
    told = []
    listen((said) => {
      told.push({ said, eventsThen: -1 })
    })
  })
  afterEach(async () => {
    await db.destroy()
    await rm(folder, { recursive: true })
  })

  function listen(hear: (said: string) => void): void {
    writer.setAudience({
      notifyChanged: (planId) => hear(`changed ${planId}`),
      revoke: (planId, userId, reason) => hear(`revoked ${planId} ${userId} ${reason}`),
      endSessions: (ids) => hear(`ended ${ids.join()}`),
      asked: () => {},
    })
  }
  const insertPlan = (id: string) =>
    db
      .insertInto('plans')
      .values({
        id,
        format_id: 'f',
        format_version: 1,
        status: 'concept',
        epoch: 'e',
        created_at: 0,
        created_by: 'u',
        changed_at: 0,
      })
      .execute()
  const said = () => told.map((one) => one.said)
  const events = async (planId: string) =>
    (
      await db
        .selectFrom('plan_changes')
        .select(['seq', 'actor'])
        .where('plan_id', '=', planId)
        .orderBy('seq')
        .execute()
    ).map(({ seq, actor }) => `${seq} ${actor}`)
  const trail = async (planId: string) =>
    (
      await db
        .selectFrom('audit')
        .select('number')
        .where('plan_id', '=', planId)
        .orderBy('number')
        .execute()
    ).map(({ number }) => number)

  test('EV1 tells after the commit: once that the plan grew, then what is revoked and ended', async () => {
    const inside: string[][] = []
    const seen: Promise<string[]>[] = []
    listen((one) => {
      told.push({ said: one, eventsThen: 0 })
      seen.push(events('a'))
    })
    const answer = await writer.writePlan('a', 'dounia', async (_tx, plan, after) => {
      await plan.append({ type: 'plan.changed' })
      await plan.append({ type: 'member.removed', userId: 'noor' })
      plan.revoke('noor', 'no-access')
      after.endSessions(['s1', 's2'])
      inside.push(said())
      return plan.row.status
    })
    expect(answer).toBe('concept')
    expect(inside).toEqual([[]])
    expect(said()).toEqual(['changed a', 'revoked a noor no-access', 'ended s1,s2'])
    for (const found of await Promise.all(seen)) expect(found).toEqual(['1 dounia', '2 dounia'])
    expect(await trail('a')).toEqual([1, 2])
  })

  test('a change that fails writes nothing and tells nobody', async () => {
    const failing = writer.writePlan('a', 'dounia', async (_tx, plan, after) => {
      await plan.append({ type: 'plan.changed' })
      await plan.audit({ action: 'x', object: '', result: 'ok' })
      plan.revoke(null, 'no-access')
      after.endSessions(['s1'])
      throw new Error('halfway')
    })
    await expect(failing).rejects.toThrow('halfway')
    expect([said(), await events('a'), await trail('a')]).toEqual([[], [], []])
  })

  test('a change that writes nothing into the log tells nobody', async () => {
    await writer.writePlan('a', 'dounia', (_tx, plan) =>
      plan.audit({ action: 'GET /x', object: '', result: 'no-access' }),
    )
    expect([said(), await trail('a')]).toEqual([[], [1]])
  })

  test('a room that can not be told makes no failure of what was committed, and the next is told', async () => {
    listen((one) => {
      told.push({ said: one, eventsThen: 0 })
      throw new Error('deaf')
    })
    await writer.writePlan('a', 'dounia', async (_tx, plan) => {
      await plan.append({ type: 'plan.changed' })
      plan.revoke(null, 'no-access')
    })
    expect(said()).toEqual(['changed a', 'revoked a null no-access'])
    expect(await events('a')).toEqual(['1 dounia'])
  })

  test('several plans are locked in the order of their ids, all or none; one that is not there is left out', async () => {
    await writer.writePlans(['c', 'gone', 'a'], null, async (_tx, plans) => {
      expect(plans.map(({ id }) => id)).toEqual(['a', 'c'])
      for (const plan of plans) await plan.append({ type: 'plan.changed' })
    })
    expect(said()).toEqual(['changed a', 'changed c'])
    const failing = writer.writePlans(
      async (tx) => (await tx.selectFrom('plans').select('id').execute()).map(({ id }) => id),
      null,
      async (_tx, [first, second]) => {
        await first?.append({ type: 'plan.changed' })
        await second?.append({ type: 'plan.changed' })
        throw new Error('halfway')
      },
    )
    await expect(failing).rejects.toThrow('halfway')
    expect([await events('a'), await events('b'), await events('c')]).toEqual([
      ['1 null'],
      [],
      ['1 null'],
    ])
    await expect(writer.writePlan('gone', null, async () => 1)).rejects.toMatchObject({
      code: 'plan-not-found',
    })
  })

  test('LG1 many at once, some of which fail: events have the order of their commits, and no number a gap or a double', async () => {
    const committed: string[] = []
    const writes = Array.from({ length: 24 }, async (_, index) => {
      const who = `u${index}`
      await writer.writePlan('a', who, async (tx, plan) => {
        // Of different durations, so that they would overtake each other if they could.
        for (let turn = 0; turn < (index * 7) % 5; turn++)
          await tx.selectFrom('plans').select('seq').execute()
        await plan.append({ type: 'plan.changed' })
        await plan.audit({ action: 'x', object: '', result: 'ok' })
        if (index % 6 === 5) throw new Error('no')
        committed.push(who)
      })
    })
    const results = await Promise.allSettled(writes)
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(4)
    expect(await events('a')).toEqual(committed.map((who, index) => `${index + 1} ${who}`))
    expect(await trail('a')).toEqual(
      committed.flatMap((_, index) => [2 * index + 1, 2 * index + 2]),
    )
    expect(said()).toEqual(committed.map(() => 'changed a'))
  })
})
