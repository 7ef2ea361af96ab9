import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { backUp } from '#server/admin/backup.ts'
import { restore } from '#server/admin/restore.ts'
import { verify } from '#server/admin/verify.ts'
import { databaseFile } from '#server/config.ts'
import { systemIds } from '#server/runtime.ts'
import { makeDatabaseAsOf } from '#server/storage/database.ts'
import { openSqlite, type SqliteDatabase } from '#server/storage/sqlite.ts'
import { examplePlan } from '../support/example-plan.ts'
import { isOnPostgres, TestInstallation } from './installation.ts'

let scratch: string
let test: TestInstallation
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'wijktafel-older-'))
  test = await TestInstallation.open()
  const els = await test.person('Els')
  const planId = await els.createPlan(examplePlan('broekerveld'))
  await els.post(`/api/plans/${planId}/threads`, { target: { kind: 'plan' }, body: 'Klopt dit?' })
  await els.post(`/api/plans/${planId}/versions`, { name: 'Eerste' })
  await els.post(`/api/plans/${planId}/presentations`, {})
})
afterAll(async () => {
  await test.close()
  rmSync(scratch, { recursive: true, force: true })
})

const columnsOf = (db: SqliteDatabase, schema: string, table: string) =>
  (
    db.prepare(`select name from pragma_table_info(?, ?)`).all(table, schema) as { name: string }[]
  ).map(({ name }) => name)

/** The data of an earlier release for the same work: its own tables and columns only. */
function fill(file: string, from: string): void {
  const db = openSqlite(file)
  try {
    db.exec('pragma foreign_keys = off')
    db.prepare('attach ? as now').run(from)
    const tables = db.prepare(`select name from main.sqlite_master where type = 'table'`).all() as {
      name: string
    }[]
    for (const { name } of tables) {
      if (name.startsWith('sqlite_') || name.startsWith('kysely_')) continue
      const own = columnsOf(db, 'main', name)
      const common = columnsOf(db, 'now', name).filter((column) => own.includes(column))
      const list = common.map((column) => `"${column}"`).join(', ')
      if (common.length > 0)
        db.exec(`insert or replace into main."${name}" (${list}) select ${list} from now."${name}"`)
    }
    db.exec('detach now')
    if (!columnsOf(db, 'main', 'versions').includes('packing')) unpackVersions(db)
  } finally {
    db.close()
  }
}

/** Versions as they were stored before they were packed. */
function unpackVersions(db: SqliteDatabase): void {
  const guard = db
    .prepare(`select sql from sqlite_master where name = 'versions_never_change'`)
    .pluck()
    .get() as string
  db.exec('drop trigger versions_never_change')
  const rows = db.prepare('select id, content from versions').all() as {
    id: string
    content: Buffer
  }[]
  const set = db.prepare('update versions set content = ? where id = ?')
  for (const { id, content } of rows) set.run(gunzipSync(content), id)
  db.exec(guard)
}

const releases = [
  '0010-agreement',
  '0012-endings-and-days',
  '0013-sessions',
  '0014-person-links',
  '0015-limits',
  '0016-summaries',
] as const

for (const release of releases)
  it.skipIf(isOnPostgres)(
    `a database that ends at ${release} is looked through, copied and put back as it is`,
    async () => {
      const said: string[] = []
      const terminal = {
        say: (line: string) => void said.push(line),
        complain: (line: string) => void said.push(line),
        progress: () => {},
      }
      const database = join(scratch, `${release}.sqlite`)
      await makeDatabaseAsOf(database, release)
      fill(database, join(test.folder, databaseFile))
      expect([await verify(database, terminal), said]).toEqual([
        0,
        [expect.stringContaining('in orde'), '1 plan nagekeken: alles in orde.'],
      ])
      const file = join(scratch, `${release}.copy.sqlite`)
      const { clock } = test
      expect(await backUp({ database, file, replaces: false, clock }, terminal)).toBe(0)
      expect(await verify(file, terminal)).toBe(0)
      const put = join(scratch, release, databaseFile)
      expect(
        await restore(
          { database: put, file, acceptsFaults: false, clock, ids: systemIds },
          terminal,
        ),
      ).toBe(0)
      expect(await verify(put, terminal)).toBe(0)
    },
  )
