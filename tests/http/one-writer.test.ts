import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createPlanWriter } from '#server/plans/plan-writer.ts'
import { silentLogger } from '#server/runtime.ts'
import { openSqlite, sqliteCodeOf } from '#server/storage/sqlite.ts'
import { writerOf } from '#server/storage/sqlite-engine.ts'
import type { Version } from '#shared/api/versions.ts'
import { examplePlan } from '../support/example-plan.ts'
import { adopt, openBroekerveld, overruleWarnings, submit } from './broekerveld.ts'
import { isOnPostgres, TestInstallation } from './installation.ts'

/** Another writer between two statements of a request, as a second process on the database can be. */
describe.skipIf(isOnPostgres)('writes at the same moment', () => {
  let installed: TestInstallation
  beforeEach(async () => {
    installed = await TestInstallation.open()
  })
  afterEach(() => installed.close())

  /** Runs `meanwhile` once, just before the installation runs a statement like this one. */
  function beforeStatement(pattern: RegExp, meanwhile: () => void): void {
    const writer = writerOf(installed.db)
    const prepare = writer.prepare
    let isDone = false
    Object.assign(writer, {
      prepare(sql: string) {
        if (!isDone && pattern.test(sql)) {
          isDone = true
          meanwhile()
        }
        return prepare(sql)
      },
    })
  }

  /** The error of SQLite for another connection that writes now. */
  function writeBeside(sql: string, ...values: string[]): string {
    const other = openSqlite(join(installed.folder, 'wijktafel.sqlite'))
    other.pragma('busy_timeout = 0')
    try {
      other.prepare(sql).run(...values)
      return 'written'
    } catch (error) {
      return sqliteCodeOf(error) ?? 'failed'
    } finally {
      other.close()
    }
  }

  test('two coordinators leave: nobody writes between the look for another coordinator and the change', async () => {
    const dounia = await installed.person('Dounia')
    const planId = await dounia.createPlan(examplePlan('broekerveld'))
    const { url } = await dounia.post<{ url: string }>(`/api/plans/${planId}/invites`, {
      role: 'coordinator',
    })
    const noor = await installed.person('Noor')
    await noor.post(`/api/invites/${new URL(url).searchParams.get('token')}/accept`)
    const [douniaId, noorId] = [await dounia.userId(), await noor.userId()]
    let beside = 'never tried'
    beforeStatement(/from "members".*"role" = .*"user_id" != /, () => {
      beside = writeBeside('delete from members where plan_id = ? and user_id = ?', planId, noorId)
    })
    const first = await dounia.ask('DELETE', `/api/plans/${planId}/members/${douniaId}`)
    expect([beside, first.status]).toEqual(['SQLITE_BUSY', 200])
    const second = await noor.ask<{ code: string }>(
      'DELETE',
      `/api/plans/${planId}/members/${noorId}`,
    )
    expect([second.status, second.body.code]).toEqual([409, 'last-coordinator'])
  })

  test('versions made at once get the numbers that follow, and nobody writes while one is taken', async () => {
    const dounia = await installed.person('Dounia')
    const planId = await dounia.createPlan(examplePlan('broekerveld'))
    let beside = 'never tried'
    beforeStatement(/from "versions"/, () => {
      beside = writeBeside('update plans set changed_at = changed_at')
    })
    const made = await Promise.all(
      ['een', 'twee', 'drie', 'vier'].map((name) =>
        dounia.post<Version>(`/api/plans/${planId}/versions`, { name }),
      ),
    )
    expect(beside).toBe('SQLITE_BUSY')
    expect(made.map(({ number }) => number).toSorted()).toEqual([1, 2, 3, 4])
    const lines = await installed.db
      .selectFrom('audit')
      .select('number')
      .where('plan_id', '=', planId)
      .orderBy('number')
      .execute()
    expect(lines.map(({ number }) => number)).toEqual(lines.map((_, index) => index + 1))
  })

  test('every transaction that writes events holds the writer before it reads anything', async () => {
    const blocks: string[][] = []
    const writer = writerOf(installed.db)
    const prepare = writer.prepare
    let block: string[] | null = null
    Object.assign(writer, {
      prepare(sql: string) {
        if (sql === 'begin') block = []
        else if (sql === 'commit' || sql === 'rollback') {
          if (block !== null) blocks.push(block)
          block = null
        } else block?.push(sql)
        return prepare(sql)
      },
    })
    const plan = await openBroekerveld(installed)
    await adopt(plan)
    await overruleWarnings(plan)
    expect((await submit(plan.dounia, plan.planId)).status).toBe(201)
    const writing = blocks.filter((statements) =>
      statements.some((sql) => /update "plans" set "trail_number"/.test(sql)),
    )
    expect(writing.length).toBeGreaterThan(15)
    const late = writing.filter(([first]) => !/^update plans set seq = seq where/.test(first ?? ''))
    expect(late).toEqual([])
  })

  test('a crash between commit and telling: an open plan hears of it by its log', async () => {
    const dounia = await installed.person('Dounia')
    const planId = await dounia.createPlan(examplePlan('broekerveld'))
    const { rooms, log } = installed.installation
    const position = () => rooms.read(planId, 0, (_doc, { seq }) => seq)
    const before = await position()
    const untold = createPlanWriter({
      db: installed.db,
      log,
      clock: installed.clock,
      logger: silentLogger,
      originOf: () => ({ channel: 'server', address: null }),
      keepAsks: async () => [],
    })
    await untold.writePlan(planId, null, (_tx, plan) => plan.append({ type: 'plan.changed' }))
    expect(await position()).toBe(before)
    await installed.pass(2_000)
    await expect.poll(position).toBe(before + 1)
  })
})
