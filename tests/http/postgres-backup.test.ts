import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { backUpPostgres } from '#server/admin/backup.ts'
import { runPersonCommand } from '#server/admin/person.ts'
import { restore, restorePostgres } from '#server/admin/restore.ts'
import { explain } from '#server/admin/terminal.ts'
import { verify, verifyPostgres } from '#server/admin/verify.ts'
import { databaseFile, readConfig } from '#server/config.ts'
import { systemClock, systemIds } from '#server/runtime.ts'
import { openDatabaseReadOnly, openPostgresAsIs } from '#server/storage/database.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { freshDatabase, noPostgres } from '../support/postgres-server.ts'
import { recordingTerminal } from '../support/terminal.ts'
import { isOnPostgres, type Person, TestInstallation } from './installation.ts'
import { dump, fillInstallation } from './whole-installation.ts'

describe.skipIf(noPostgres !== null || isOnPostgres)('an installation on PostgreSQL', () => {
  let scratch: string
  let url: string
  let test: TestInstallation
  let planId: string
  let backup: string
  let els: Person
  const given = { acceptsFaults: false, clock: systemClock, ids: systemIds }
  const target = (file: string) => ({ url, file, replaces: false, clock: systemClock })
  const refusalOf = (work: Promise<unknown>) =>
    work.then(
      () => 'not refused',
      (error: unknown) => explain(error),
    )

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'wijktafel-pgbackup-'))
    url = await freshDatabase()
    const first = await TestInstallation.open({ DATABASE_URL: url })
    const whole = await fillInstallation(first)
    planId = whole.planId
    test = await first.restart({ DATABASE_URL: url })
    els = await test.person('Els')
    backup = join(scratch, 'backup.sqlite')
  }, 120_000)
  afterAll(async () => {
    await test?.close()
    await rm(scratch, { recursive: true, force: true })
  })

  it('is backed up while two servers run on it and people write, as it was at one moment', async () => {
    const other = await test.beside({ DATABASE_URL: url })
    let isWriting = true
    const written = (async () => {
      const ids: string[] = []
      while (isWriting) ids.push(await els.via(other).createPlan())
      return ids
    })()
    expect(await backUpPostgres(target(backup), recordingTerminal())).toBe(0)
    isWriting = false
    const made = await written
    await other.installation.close()
    expect(await verify(backup, recordingTerminal())).toBe(0)
    const copy = openDatabaseReadOnly(backup)
    const rows = await dump(copy)
    await copy.destroy()
    expect([rows['sessions'], rows['sign_in_links']]).toEqual([[], []])
    // Of the plans made meanwhile: all up to one moment, and none after it.
    const has = made.map((id) => (rows['plans'] ?? []).some((row) => row.includes(id)))
    expect(has).toEqual(has.toSorted((a, b) => Number(b) - Number(a)))
    expect(readdirSync(scratch)).toEqual(['backup.sqlite'])
    expect(await refusalOf(backUpPostgres(target(backup), recordingTerminal()))).toContain(
      'bestaat al',
    )
  }, 60_000)

  it('EP2 is restored into an empty database and served from there, and nowhere else', async () => {
    const before = await test.db
      .selectFrom('plans')
      .select('epoch')
      .where('id', '=', planId)
      .executeTakeFirstOrThrow()
    const [empty, folder] = [await freshDatabase(), await mkdtemp(join(scratch, 'data-'))]
    const terminal = recordingTerminal()
    expect(
      await restorePostgres({ ...given, url: empty, dataDir: folder, file: backup }, terminal),
    ).toBe(0)
    expect(terminal.lines.join('\n')).toContain('Iedereen is uitgelogd')
    expect(await verifyPostgres(empty, recordingTerminal())).toBe(0)
    expect(readdirSync(folder)).toEqual([])
    const served = await TestInstallation.open({ DATABASE_URL: empty })
    const dounia = await served.person('Dounia Assarag', { email: 'dounia@voorbeeld.nl' })
    const content = await dounia.get<PlanContent>(`/api/plans/${planId}/content`)
    expect(content.tables['budget']?.length).toBeGreaterThan(0)
    expect(content.epoch).not.toBe(before.epoch)
    expect(await els.via(served).refusal('GET', '/api/me')).toBe('401 not-signed-in')

    const again = restorePostgres(
      { ...given, url: empty, dataDir: folder, file: backup },
      recordingTerminal(),
    )
    expect(await refusalOf(again)).toMatch(/andere verbinding/)
    await served.close()
    const filled = restorePostgres(
      { ...given, url: empty, dataDir: folder, file: backup },
      recordingTerminal(),
    )
    expect(await refusalOf(filled)).toContain('niet leeg')
  }, 60_000)

  it('is tried out from its backup as a SQLite installation, without PostgreSQL', async () => {
    const database = join(await mkdtemp(join(scratch, 'drill-')), databaseFile)
    expect(await restore({ ...given, database, file: backup }, recordingTerminal())).toBe(0)
    expect(await verify(database, recordingTerminal())).toBe(0)
  }, 60_000)

  it('a row that another program changed is in no backup: the checksums of the source are compared', async () => {
    const db = openPostgresAsIs(url)
    await sql`alter table comments disable trigger user`.execute(db)
    await sql`update comments set body = body || '!'`.execute(db)
    const file = join(scratch, 'damaged.sqlite')
    expect(await refusalOf(backUpPostgres(target(file), recordingTerminal()))).toContain(
      'comments:',
    )
    expect(existsSync(file) || existsSync(`${file}.tmp`)).toBe(false)
    await sql`update comments set body = left(body, -1)`.execute(db)
    await sql`alter table comments enable trigger user`.execute(db)
    await db.destroy()
    expect(await verifyPostgres(url, recordingTerminal())).toBe(0)
  }, 60_000)

  it('the requests of a person work beside its servers', async () => {
    const read = readConfig({ DATA_DIR: test.folder, DATABASE_URL: url })
    if (read.kind === 'wrong') throw new Error(read.problems.join('\n'))
    const given = { email: 'els@voorbeeld.nl', isSure: true, config: read.config }
    const exported = recordingTerminal()
    expect(await runPersonCommand('export-person', given, exported)).toBe(0)
    expect(exported.lines.join('\n')).toContain('els@voorbeeld.nl')
    expect(await runPersonCommand('end-sessions', given, recordingTerminal())).toBe(0)
    expect(await els.refusal('GET', '/api/me')).toBe('401 not-signed-in')
  }, 60_000)

  it.each([
    ['a database that is not there', (url: string) => `${url}x`, 'bestaat niet'],
    [
      'a port that nothing listens on',
      () => 'postgres://postgres@127.0.0.1:1/x',
      'PostgreSQL geeft geen antwoord',
    ],
  ])('%s is told in words', async (_, place, expected) => {
    const file = join(scratch, 'none.sqlite')
    const work = backUpPostgres({ ...target(file), url: place(url) }, recordingTerminal())
    expect(await refusalOf(work)).toContain(expected)
  })
})
