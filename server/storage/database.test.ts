import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '#server/runtime.ts'
import { makeDatabaseAsOf, openDatabase } from './database.ts'
import { createSqlPlanLog } from './plan-log-sql.ts'
import { openSqlite, sqlitePackageFor, takeSqliteAlone } from './sqlite.ts'
import { writerOf } from './sqlite-engine.ts'

describe('database', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wijktafel-db-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('opens a database that it made before', async () => {
    const file = join(folder, 'a.sqlite')
    await (await openDatabase(file)).destroy()
    const again = await openDatabase(file)
    expect(await again.selectFrom('plans').selectAll().execute()).toEqual([])
    await again.destroy()
  })

  it('refuses a database of a newer release and names what it does not know', async () => {
    const file = join(folder, 'a.sqlite')
    await (await openDatabase(file)).destroy()
    const raw = openSqlite(file)
    raw
      .prepare('insert into kysely_migration (name, timestamp) values (?, ?)')
      .run('0099-later', '2030-01-01')
    raw.close()
    await expect(openDatabase(file)).rejects.toThrow(/0099-later/)
  })

  it('refuses a database that was replaced while it waited for it', async () => {
    const file = join(folder, 'a.sqlite')
    await (await openDatabase(file)).destroy()
    const replacing = `
      const Database = require('${sqlitePackageFor(process.versions.node)}'), fs = require('node:fs'), file = process.argv[1]
      fs.copyFileSync(file, file + '.new')
      const database = new Database(file)
      database.pragma('journal_mode = DELETE')
      database.exec('begin exclusive')
      console.log('taken')
      setTimeout(() => fs.renameSync(file + '.new', file), 1000)`
    const other = spawn(process.execPath, ['-e', replacing, file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = new Promise((resolve) => other.once('exit', resolve))
    await new Promise((resolve) => other.stdout.once('data', resolve))
    await expect(openDatabase(file)).rejects.toThrow('zojuist vervangen')
    await ended
    await (await openDatabase(file)).destroy()
  })

  it('takes a database alone only when nobody else has it open', async () => {
    const file = join(folder, 'a.sqlite')
    const db = await openDatabase(file)
    expect(takeSqliteAlone(file)).toBeNull()
    await db.destroy()
    const alone = takeSqliteAlone(file)
    expect(takeSqliteAlone(file)).toBeNull()
    alone?.release()
    expect(takeSqliteAlone(file)).not.toBeNull()
  })

  it('stores a checksum with every change and snapshot', async () => {
    const db = await openDatabase(join(folder, 'a.sqlite'))
    await db
      .insertInto('user')
      .values({
        id: 'u',
        name: 'Els',
        email: 'els@voorbeeld.nl',
        emailVerified: 1,
        image: null,
        createdAt: '',
        updatedAt: '',
        isAdmin: 0,
      })
      .execute()
    await db.insertInto('plan_formats').values({ id: 'f', version: 1, json: '{}' }).execute()
    await db
      .insertInto('plans')
      .values({
        id: 'p',
        format_id: 'f',
        format_version: 1,
        status: 'concept',
        epoch: 'e',
        created_at: 1,
        created_by: 'u',
        changed_at: 1,
      })
      .execute()
    const log = createSqlPlanLog({ db, clock: systemClock })
    await log.append([
      {
        planId: 'p',
        actor: null,
        body: { kind: 'update', update: new TextEncoder().encode('123456789') },
      },
    ])
    const change = await db.selectFrom('plan_changes').selectAll().executeTakeFirstOrThrow()
    // crc32 of `[1,<at>,null,"update"]123456789`: it covers time, author and place in the log.
    expect(change.body_crc32).toBe(crc32(`[1,${change.at},null,"update"]123456789`))
    await log.saveSnapshot('p', 1, new TextEncoder().encode('123456789'))
    expect(
      await db.selectFrom('plan_snapshots').select('state_crc32').executeTakeFirstOrThrow(),
    ).toEqual({ state_crc32: 0xcbf43926 })
    await db.destroy()
  })

  it('an upgrade folds ø and ß in the words that a search of plans reads', async () => {
    const file = join(folder, 'folded.sqlite')
    await makeDatabaseAsOf(file, '0033-timelines')
    const raw = openSqlite(file)
    raw.exec(`
      pragma foreign_keys = off;
      insert into plans (id, format_id, format_version, status, epoch, seq, created_at, created_by, changed_at, title, wijk, team, summary_seq, search_text)
      values ('p', 'f', 1, 'concept', 'e', 7, 1, 'u', 1, 'Wijkplan Straße', 'Straße', 'Søren', 7, 'wijkplan straße straße søren');
    `)
    raw.close()
    const db = await openDatabase(file)
    expect(await db.selectFrom('plans').select('search_text').execute()).toEqual([
      { search_text: 'wijkplan strasse strasse soren' },
    ])
    await db.destroy()
  })

  it('an upgrade reads no plan: a summary that is there stays, one that may be behind is told to be so', async () => {
    const file = join(folder, 'before.sqlite')
    await makeDatabaseAsOf(file, '0012-endings-and-days')
    const raw = openSqlite(file)
    raw.exec(`
      pragma foreign_keys = off;
      insert into plans (id, format_id, format_version, status, epoch, seq, created_at, created_by, changed_at, title, wijk, team, summary_seq)
      values ('read', 'f', 1, 'concept', 'e', 7, 1, 'u', 1, 'Wijkplan Hoëvel', 'Hoëvel', 'Team Oost', 7),
             ('behind', 'f', 1, 'concept', 'e', 9, 1, 'u', 1, 'Oud', 'Oud', '', 3);
      insert into threads (id, plan_id, seq, target, place, created_by, created_at) values ('t', 'read', 5, '{}', '', 'u', 1);
    `)
    raw.close()
    const db = await openDatabase(file)
    expect(
      await db
        .selectFrom('plans')
        .select(['id', 'title', 'summary_seq', 'document_seq', 'search_text'])
        .orderBy('id')
        .execute(),
    ).toEqual([
      { id: 'behind', title: 'Oud', summary_seq: 3, document_seq: 9, search_text: 'oud oud ' },
      {
        id: 'read',
        title: 'Wijkplan Hoëvel',
        summary_seq: 7,
        document_seq: 7,
        search_text: 'wijkplan hoevel hoevel team oost',
      },
    ])
    expect(await db.selectFrom('threads').select(['seq', 'changed_seq']).execute()).toEqual([
      { seq: 5, changed_seq: 5 },
    ])
    await db.destroy()
  })

  it('ST8 a full disk in a transaction is told as what it is, and the next one works', async () => {
    const db = await openDatabase(join(folder, 'a.sqlite'))
    const writer = writerOf(db)
    const pages = writer.pragma('page_count', { simple: true })
    writer.pragma(`max_page_count = ${pages}`)
    const fill = () =>
      db.transaction().execute(async (trx) => {
        await sql`create table filling (bytes blob)`.execute(trx)
        await sql`insert into filling values (zeroblob(100000))`.execute(trx)
      })
    await expect(fill()).rejects.toMatchObject({ code: 'SQLITE_FULL' })
    writer.pragma('max_page_count = 1000000')
    await fill()
    await db.destroy()
  })

  it('AK1 syncs every commit to disk', () => {
    const raw = openSqlite(join(folder, 'b.sqlite'))
    expect(raw.pragma('synchronous', { simple: true })).toBe(2)
    expect(raw.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(raw.pragma('foreign_keys', { simple: true })).toBe(1)
    raw.close()
  })

  it('chooses the build of SQLite that runs on this Node', () => {
    expect(sqlitePackageFor('20.20.2')).toBe('better-sqlite3-node20')
    expect(sqlitePackageFor('22.0.0')).toBe('better-sqlite3')
    expect(sqlitePackageFor('24.21.0')).toBe('better-sqlite3')
  })
})
