import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSummaries } from '#server/plans/summaries.ts'
import { silentLogger } from '#server/runtime.ts'
import { loadFormats } from '#server/storage/formats.ts'
import { lockPlans } from '#server/storage/lock-plans.ts'
import { createPlanTurns } from '#server/sync/replica/plan-document.ts'
import { Turns } from '#server/turns.ts'
import { freshDatabase, noPostgres } from '../support/postgres-server.ts'
import { TestInstallation } from './installation.ts'

describe.skipIf(noPostgres !== null)('summaries of several plans on PostgreSQL', () => {
  let test: TestInstallation
  beforeEach(async () => {
    test = await TestInstallation.open({ DATABASE_URL: await freshDatabase() })
  })
  afterEach(() => test.close())

  it('hold no plan while they wait for another one, so that no keystroke waits for both', async () => {
    const els = await test.person('Els')
    const plans = [await els.createPlan(), await els.createPlan()].sort()
    const { db } = test
    await db.updateTable('plans').set({ summary_seq: 0 }).execute()
    const summaries = createSummaries({
      db,
      log: test.installation.log,
      formats: await loadFormats({ folders: ['shared/formats'], db }),
      clock: test.clock,
      logger: silentLogger,
      readOpen: async () => null,
      turns: createPlanTurns(new Turns()),
      onTasksChanged: () => {},
    })
    // In the wrong order: the other plan is written first, or last.
    for (const planId of [...plans].reverse()) summaries.changed(planId)
    const [first = '', second = ''] = plans
    for (const [held, other] of [
      [first, second],
      [second, first],
    ] as const) {
      let settled: Promise<void> = Promise.resolve()
      await db.transaction().execute(async (trx) => {
        await lockPlans(trx, [held])
        settled = summaries.settle()
        await vi.waitUntil(async () => {
          const { rows } = await sql<{
            waiting: number
          }>`select count(*)::int as waiting from pg_locks where not granted`.execute(db)
          return (rows[0]?.waiting ?? 0) > 0
        })
        await db.transaction().execute(async (own) => {
          await sql`set local lock_timeout = '500ms'`.execute(own)
          expect(await lockPlans(own, [other])).toHaveLength(1)
        })
      })
      await settled
      await db.updateTable('plans').set({ summary_seq: 0 }).execute()
      for (const planId of [...plans].reverse()) summaries.changed(planId)
    }
  })
})
