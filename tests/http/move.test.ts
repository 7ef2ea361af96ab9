import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { move } from '#server/admin/move.ts'
import { verify, verifyPostgres } from '#server/admin/verify.ts'
import { databaseFile } from '#server/config.ts'
import { readShapes, sumRows } from '#server/storage/copy-rows.ts'
import {
  makeDatabaseAsOf,
  openDatabase,
  openDatabaseCopy,
  openDatabaseReadOnly,
  openPostgres,
  openPostgresAsIs,
} from '#server/storage/database.ts'
import { engineOf } from '#server/storage/engine.ts'
import { serverLockFile, takeServerLock } from '#server/storage/server-lock.ts'
import { tableNames, tableOrder } from '#server/storage/table-order.ts'
import type { Storage, Tables } from '#server/storage/tables.ts'
import { freshDatabase, noPostgres } from '../support/postgres-server.ts'
import { recordingTerminal } from '../support/terminal.ts'
import { isOnPostgres, TestInstallation } from './installation.ts'
import { dump, fillInstallation } from './whole-installation.ts'

const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

describe.skipIf(noPostgres !== null || isOnPostgres)('admin move', () => {
  let scratch: string
  let whole: string
  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'wijktafel-move-'))
    const test = await TestInstallation.open()
    await fillInstallation(test)
    await test.installation.close()
    whole = join(scratch, databaseFile)
    await copyFile(join(test.folder, databaseFile), whole)
    await rm(test.folder, { recursive: true })
  }, 120_000)
  afterAll(() => rm(scratch, { recursive: true, force: true }))

  async function on<T>(db: Storage, use: (db: Storage) => Promise<T>): Promise<T> {
    try {
      return await use(db)
    } finally {
      await db.destroy()
    }
  }
  const emptyFolder = async () => join(await mkdtemp(join(scratch, 'to-')), databaseFile)
  async function copyOfWhole(): Promise<string> {
    const file = await emptyFolder()
    await copyFile(whole, file)
    return file
  }
  /** The message of the refusal. */
  const refusalOf = (to: 'postgres' | 'sqlite', database: string, url: string) =>
    move(to, { database, url }, recordingTerminal()).then(
      () => 'not refused',
      (error: Error) => error.message,
    )
  const rowsIn = (url: string) =>
    on(openPostgresAsIs(url), async (db) => Object.values(await dump(db)).flat().length)

  it('an installation is there and back equal row for row, verified on both sides, and its source is left as it was', async () => {
    const before = await on(openDatabaseReadOnly(whole), dump)
    expect(Object.keys(before).filter((table) => before[table]?.length === 0)).toEqual([])
    const [url, sum, terminal] = [await freshDatabase(), digest(whole), recordingTerminal()]
    expect(await move('postgres', { database: whole, url }, terminal)).toBe(0)
    expect(digest(whole)).toBe(sum)
    expect(await on(openPostgresAsIs(url), dump)).toEqual(before)
    expect(await verifyPostgres(url, recordingTerminal())).toBe(0)

    const back = join(scratch, 'not', 'yet', databaseFile)
    expect(await move('sqlite', { database: back, url }, recordingTerminal())).toBe(0)
    expect(await on(openDatabaseReadOnly(back), dump)).toEqual(before)
    expect(await verify(back, recordingTerminal())).toBe(0)
    expect(await on(openPostgresAsIs(url), dump)).toEqual(before)
    // The checksums beside the rows were made anew by the triggers, from the same rows.
    const sums = (db: Storage) =>
      sql`select * from row_sums order by tbl, row_key`.execute(db).then(({ rows }) => rows)
    expect(await on(openDatabaseReadOnly(back), sums)).toEqual(
      await on(openDatabaseReadOnly(whole), sums),
    )
    expect(terminal.lines.at(-3)).toMatch(/^Verplaatst: \d+ rijen/)
  }, 60_000)

  it('refuses a target that is not empty, a server that runs, and a source of another release; nothing is changed', async () => {
    const url = await freshDatabase()
    const lock = takeServerLock(scratch, 0)
    expect(await refusalOf('postgres', whole, url)).toContain('De server draait nog')
    lock?.release()
    const other = new pg.Client({ connectionString: url })
    await other.connect()
    expect(await refusalOf('postgres', whole, url)).toContain('nog 1 andere verbinding')
    await other.query(`insert into used_challenges values ('h', 1)`)
    await other.end()
    expect(await refusalOf('postgres', whole, url)).toContain('niet leeg (1 rij)')
    expect(await rowsIn(url)).toBe(1)

    const foreign = new pg.Client({ connectionString: url })
    await foreign.connect()
    await foreign.query(
      'drop schema public cascade; create schema public; create table kas (id int)',
    )
    await foreign.end()
    expect(await refusalOf('postgres', whole, url)).toContain('van een ander programma')

    const older = await emptyFolder()
    await makeDatabaseAsOf(older, '0022-invited-people')
    expect(await refusalOf('postgres', older, url)).toContain('van een oudere versie')
    expect(await refusalOf('postgres', await emptyFolder(), url)).toContain('geen database om te')
    expect(await refusalOf('sqlite', whole, await freshDatabase())).toContain(
      'Er is al een database',
    )
  }, 60_000)

  it('refuses a server on the source in PostgreSQL, and a source with a fault', async () => {
    const url = await freshDatabase()
    const server = await openPostgres(url, { onIdleError: () => {} })
    await sql`select 1`.execute(server)
    const target = await emptyFolder()
    expect(await refusalOf('sqlite', target, url)).toContain('andere verbinding')
    await server.destroy()

    const damaged = await copyOfWhole()
    await on(openDatabaseCopy(damaged), async (db) => {
      await sql`drop trigger comments_row_sum_update`.execute(db)
      await sql`update comments set body = 'Iets anders.'`.execute(db)
    })
    expect(await refusalOf('postgres', damaged, url)).toContain('De bron heeft fouten')
    expect(await rowsIn(url)).toBe(0)
    expect(existsSync(target)).toBe(false)
  }, 60_000)

  const refused = [
    ['a NUL', "update comments set body = 'a' || char(0) || 'b'", 'comments', 'NUL'],
    ['half a surrogate pair', "update user set name = cast(x'61eda080' as text)", 'user', 'UTF-8'],
    ['a byte that is no text', "update user set name = cast(x'61ff62' as text)", 'user', 'UTF-8'],
    ['a number beyond 2^53', 'update outbox set due_at = 9007199254740993', 'outbox', 'te groot'],
    ['a fraction', 'update outbox set due_at = 1.5', 'outbox', 'geen geheel getal'],
    ['an integer beyond 2^31', 'update outbox set attempts = 2147483648', 'outbox', 'out of range'],
    ['a word in a number', "update outbox set due_at = 'morgen'", 'outbox', 'morgen'],
  ] as const
  it('a value that the target can not keep is refused by its place; the target stays empty, and without it the move starts over', async () => {
    const url = await freshDatabase()
    for (const [what, statement, table, reason] of refused) {
      const file = await copyOfWhole()
      await on(await openDatabase(file), (db) => sql.raw(statement).execute(db))
      const refusal = await refusalOf('postgres', file, url)
      expect(refusal, what).toContain(`${table} (`)
      expect(refusal, what).toContain(reason)
      expect(await rowsIn(url), what).toBe(0)
    }
    expect(await move('postgres', { database: whole, url }, recordingTerminal())).toBe(0)
  }, 120_000)

  it('all rows that do not fit are named at once, before anything is written', async () => {
    const [file, url] = [await copyOfWhole(), await freshDatabase()]
    await on(await openDatabase(file), async (db) => {
      await sql`update comments set body = 'a' || char(0)`.execute(db)
      await sql`update user set name = cast(x'61ff62' as text)`.execute(db)
    })
    const { comments, people } = await on(openDatabaseReadOnly(file), async (db) => ({
      comments: await db.selectFrom('comments').select('id').execute(),
      people: await db.selectFrom('user').select('id').execute(),
    }))
    const refusal = await refusalOf('postgres', file, url)
    const count = comments.length + people.length
    expect(refusal).toContain(`Deze ${count} rijen kunnen niet mee. Er is niets verplaatst.`)
    const named = refusal.split('\n').filter((line) => /^(comments|user) \(/.test(line))
    expect(named).toHaveLength(Math.min(count, 20))
    if (count > 20) expect(refusal).toContain(`en nog ${count - 20}`)
    for (const { id } of people.slice(0, 5)) expect(refusal).toContain(`user (${id})`)
    expect(await rowsIn(url)).toBe(0)
  }, 60_000)

  it('the largest values and odd texts are the same on the other side, and back', async () => {
    const [file, url] = [await copyOfWhole(), await freshDatabase()]
    const before = await on(await openDatabase(file), async (db) => {
      await db
        .updateTable('outbox')
        .set({
          due_at: Number.MAX_SAFE_INTEGER,
          created_at: Number.MIN_SAFE_INTEGER,
          attempts: 2 ** 31 - 1,
          reason: `\\x00 \\u0000 'a' "b" \t\r\n\u{10ffff}\ufffd\ufeff\u2028 e\u0301 é `,
        })
        .execute()
      await db
        .updateTable('comments')
        .set({ body: '💶'.repeat(500_000) })
        .execute()
      return dump(db)
    })
    expect(await move('postgres', { database: file, url }, recordingTerminal())).toBe(0)
    expect(await on(openPostgresAsIs(url), dump)).toEqual(before)
    const back = await emptyFolder()
    expect(await move('sqlite', { database: back, url }, recordingTerminal())).toBe(0)
    expect(await on(openDatabaseReadOnly(back), dump)).toEqual(before)
  }, 60_000)

  it('files that a killed move left beside its place are replaced by the next one', async () => {
    const [url, back] = [await freshDatabase(), await emptyFolder()]
    expect(await move('postgres', { database: whole, url }, recordingTerminal())).toBe(0)
    writeFileSync(`${back}.moving`, 'half')
    writeFileSync(`${back}.moving-wal`, 'half')
    expect(await move('sqlite', { database: back, url }, recordingTerminal())).toBe(0)
    expect(readdirSync(dirname(back)).sort()).toEqual([serverLockFile, databaseFile])
  }, 60_000)
})

describe('the rows of a database', () => {
  it('are read a limited number and a limited size at a time (limit copiedRows, copiedBytes)', async () => {
    const test = await TestInstallation.open()
    try {
      const els = await test.person('Els')
      const planId = await els.createPlan()
      const opened_by = await els.userId()
      await test.db
        .insertInto('used_challenges')
        .values(Array.from({ length: 1_201 }, (_, n) => ({ hash: `h${n}`, expires_at: n })))
        .execute()
      for (const id of ['a', 'b', 'c'])
        await test.db
          .insertInto('consultations')
          .values({
            id,
            plan_id: planId,
            opened_by,
            opened_at: 1,
            deadline: 1,
            message: '',
            content: 'x'.repeat(5_000_000),
            closed_at: 1,
          })
          .execute()
      const read: Partial<Record<string, number[]>> = {}
      const shapes = await readShapes(test.db)
      const sums = await engineOf(test.db).readTogether((trx) =>
        sumRows(trx, {
          shapes,
          onRows: (table, rows) => {
            read[table] = [...(read[table] ?? []), rows]
          },
        }),
      )
      expect(read['used_challenges']).toEqual([500, 1000, 1201])
      expect(read['consultations']).toEqual([1, 2, 3])
      expect(sums.find(({ table }) => table === 'used_challenges')?.rows).toBe(1_201)
    } finally {
      await test.close()
    }
  })

  it.skipIf(isOnPostgres)(
    'are listed for every table, after those that they refer to',
    async () => {
      const test = await TestInstallation.open()
      try {
        const tables = (await test.db.introspection.getTables())
          .map(({ name }) => name)
          // The tables in which SQLite keeps its full-text index, which follows its table.
          .filter((name) => !name.startsWith('plan_words_index'))
        // The timelines are of the database server: no part of a copy.
        const besides = ['row_sums', 'timelines', 'timeline_heads']
        expect([...tableNames, ...besides].sort()).toEqual(tables.sort())
        for (const table of tableNames) {
          const { rows } = await sql<{ parent: keyof Tables }>`
          select "table" as parent from pragma_foreign_key_list(${table})`.execute(test.db)
          for (const { parent } of rows)
            if (parent === table) expect(tableOrder[table]).toHaveProperty('own')
            else
              expect(tableNames.indexOf(parent), `${table} refers to ${parent}`).toBeLessThan(
                tableNames.indexOf(table),
              )
        }
      } finally {
        await test.close()
      }
    },
  )
})
