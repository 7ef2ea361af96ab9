import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkPlans } from '#server/admin/plan-checks.ts'
import { databaseFile } from '#server/config.ts'
import { openDatabaseReadOnly } from '#server/storage/database.ts'
import { isOnPostgres, type Person, TestInstallation } from './installation.ts'

let test: TestInstallation
let els: Person
let planId: string
beforeEach(async () => {
  test = await TestInstallation.open()
  els = await test.person('Els')
  planId = await els.createPlan()
})
afterEach(() => test.close())

/** What gives the plan a new number, and rows that refer to it. */
async function writeOnce(time: number): Promise<void> {
  test.clock.advance(60_000)
  await els.post(`/api/plans/${planId}/threads`, {
    target: { kind: 'plan' },
    body: `Vraag ${time}`,
  })
  await els.post(`/api/plans/${planId}/versions`, { name: `Versie ${time}` })
}

it('verify finds no fault in a sound plan that is written in meanwhile', async () => {
  const beside = isOnPostgres ? await test.beside() : null
  const db = beside?.db ?? openDatabaseReadOnly(join(test.folder, databaseFile))
  let passes = 0
  let written = 0
  const faults: string[] = []
  const verifying = (async () => {
    while (written < 30) {
      for await (const report of checkPlans(db)) faults.push(...report.faults)
      passes++
      // On SQLite everything here is synchronous but for this.
      await new Promise((resolve) => setImmediate(resolve))
    }
  })()
  while (written < 30) await writeOnce(written++)
  await verifying
  await (beside?.installation.close() ?? db.destroy())
  expect(faults).toEqual([])
  expect(passes).toBeGreaterThan(2)
})
