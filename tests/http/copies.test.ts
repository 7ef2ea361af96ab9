import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { restore } from '#server/admin/restore.ts'
import { verify } from '#server/admin/verify.ts'
import { databaseFile } from '#server/config.ts'
import { makeCopy } from '#server/copies/make-copy.ts'
import { systemClock, systemIds } from '#server/runtime.ts'
import { openSqlite } from '#server/storage/sqlite.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { examplePlan } from '../support/example-plan.ts'
import { processesFolder } from '../support/processes-folder.ts'
import { recordingTerminal } from '../support/terminal.ts'
import { isOnPostgres, type Person, TestInstallation } from './installation.ts'

const minuteMs = 60_000

describe.skipIf(isOnPostgres)('copies in BACKUP_DIR', () => {
  let folder: string
  let test: TestInstallation
  let els: Person
  let planId: string
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'wijktafel-copies-'))
    test = await TestInstallation.open({ BACKUP_DIR: folder, BACKUP_MINUTES: '10' })
    els = await test.person('Els')
    planId = await els.createPlan(examplePlan('broekerveld'))
  })
  afterEach(async () => {
    await test.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const copies = () => readdirSync(folder).sort()
  const readyz = async () => (await test.visitor().ask('GET', '/readyz')).body
  const metric = async (name: string) =>
    (await test.visitor().ask<string>('GET', '/metrics')).body
      .split('\n')
      .find((line) => line.startsWith(name))

  it('are made on a schedule that goes on over a restart, and their age is told', async () => {
    expect(await readyz()).toEqual({ status: 'ok', copyAgeSeconds: null })
    expect(await metric('wijktafel_copy_age_seconds')).toMatch(/Nan/i)
    await test.pass(minuteMs)
    expect(copies()).toHaveLength(1)
    await test.pass(5 * minuteMs)
    expect(copies()).toHaveLength(1)
    expect(await readyz()).toMatchObject({ status: 'ok' })
    const { copyAgeSeconds } = (await readyz()) as { copyAgeSeconds: number }
    expect(copyAgeSeconds).toBeGreaterThan(4 * 60)
    expect(copyAgeSeconds).toBeLessThan(8 * 60)
    test = await test.restart({ BACKUP_DIR: folder, BACKUP_MINUTES: '10' })
    await test.pass(minuteMs)
    expect(copies()).toHaveLength(1)
    await test.pass(10 * minuteMs)
    await test.pass(minuteMs)
    expect(copies()).toHaveLength(2)
    expect(await metric('wijktafel_copies_total{result="sound"}')).toMatch(/ 1$/)
  }, 60_000)

  it('EP2 bring everything back up to the last one when the disk of DATA_DIR is gone', async () => {
    const before = await els.get<PlanContent>(`/api/plans/${planId}/content`)
    await test.pass(minuteMs)
    const late = await els.createPlan()
    await test.installation.close()
    rmSync(join(test.folder, databaseFile))
    rmSync(join(test.folder, `${databaseFile}-wal`), { force: true })
    rmSync(join(test.folder, `${databaseFile}-shm`), { force: true })

    const file = join(folder, copies().at(-1) ?? '')
    expect(await verify(file, recordingTerminal())).toBe(0)
    const database = join(test.folder, databaseFile)
    expect(
      await restore(
        { database, file, acceptsFaults: false, clock: systemClock, ids: systemIds },
        recordingTerminal(),
      ),
    ).toBe(0)
    test = await test.beside({ BACKUP_DIR: folder })
    els = await test.person('Els')
    const after = await els.get<PlanContent>(`/api/plans/${planId}/content`)
    expect({ ...after, epoch: '' }).toEqual({ ...before, epoch: '' })
    expect(after.epoch).not.toBe(before.epoch)
    // What was done after the last copy is lost: docs/operate.md says how much that is.
    expect(await els.refusal('GET', `/api/plans/${late}`)).toBe('404 plan-not-found')
  }, 60_000)

  it('of a damaged plan are marked and leave the sound ones; the server goes on', async () => {
    await test.pass(minuteMs)
    const [sound] = copies()
    await sql`update plan_changes set at = at - 1 where plan_id = ${planId}`.execute(test.db)
    await test.pass(11 * minuteMs)
    await test.pass(minuteMs)
    expect(copies()).toEqual([sound, expect.stringMatching(/\.faulty\.sqlite$/)])
    expect(await metric('wijktafel_copies_total{result="faulty"}')).toMatch(/ 1$/)
    expect(await readyz()).toMatchObject({ status: 'ok' })
  }, 60_000)

  it('copies that can not be made are counted, and made when the folder is back', async () => {
    rmSync(folder, { recursive: true })
    await test.pass(minuteMs)
    expect(await readyz()).toEqual({ status: 'ok', copyAgeSeconds: null })
    expect(await metric('wijktafel_copies_total{result="failed"}')).toMatch(/ 1$/)
    folder = mkdtempSync(folder.slice(0, -6))
    test = await test.restart({ BACKUP_DIR: folder })
    await test.pass(minuteMs)
    expect(copies()).toHaveLength(1)
  }, 60_000)

  it('end when they take too long, without a file (limit copyMs)', async () => {
    const database = join(folder, databaseFile)
    openSqlite(database).close()
    const answer = await makeCopy(
      { database, file: join(folder, 'copy.sqlite') },
      { processesFolder, clock: systemClock, withinMs: 1, signal: new AbortController().signal },
    )
    expect(answer).toEqual({ kind: 'failed', reason: 'not finished after 1 ms' })
    expect(copies().filter((name) => name === 'copy.sqlite')).toEqual([])
  })
})
