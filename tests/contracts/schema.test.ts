import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Storage } from '#server/storage/tables.ts'
import { type DatabaseUnderTest, databases } from '../support/databases.ts'
import { noPostgres } from '../support/postgres-server.ts'

/** The declaration of a column in SQLite, and its equivalent in PostgreSQL. */
const sameType: Readonly<Record<string, string>> = {
  text: 'text',
  date: 'text',
  integer: 'int4',
  bigint: 'int8',
  blob: 'bytea',
}

/** Full text is an index in PostgreSQL, and in SQLite a virtual table with tables of its own (FTS5), kept by triggers. */
const isOfBoth = ({ column }: { column: string }) => !column.startsWith('plan_words_index')

describe.skipIf(noPostgres !== null)('the schema on both databases', () => {
  let sqlite: DatabaseUnderTest
  let postgres: DatabaseUnderTest
  beforeAll(async () => {
    const [first, second] = databases
    if (first === undefined || second === undefined) throw new Error('There are two databases.')
    sqlite = await first.open()
    postgres = await second.open()
  })
  afterAll(async () => {
    await sqlite.close()
    await postgres.close()
  })

  test('has the same tables, columns, types and nullability after all migrations', async () => {
    const inSqlite = await columnsOf(sqlite.db)
    const expected = inSqlite.filter(isOfBoth).map(({ type, ...column }) => ({
      ...column,
      type: sameType[type],
      // SQLite reports an undeclared primary key as nullable, but refuses null all the same.
      ...(column.column === 'storage_probe.id' ? { isNullable: false } : {}),
    }))
    expect(expected.length).toBeGreaterThan(250)
    expect(await columnsOf(postgres.db)).toEqual(expected)
  })

  test('has the same indexes, and text is ordered by its bytes', async () => {
    const { rows: inSqlite } = await sql<{
      name: string
    }>`select name from sqlite_master where type = 'index' and sql is not null order by name`.execute(
      sqlite.db,
    )
    const { rows: inPostgres } = await sql<{
      name: string
    }>`select indexname as name from pg_indexes where schemaname = 'public' and indexname like '%\\_idx' order by indexname`.execute(
      postgres.db,
    )
    expect(inPostgres).toEqual(inSqlite)
    const { rows } = await sql<{
      column: string
    }>`select table_name || '.' || column_name as column from information_schema.columns
       where table_schema = 'public' and data_type = 'text' and collation_name is distinct from 'C'`.execute(
      postgres.db,
    )
    expect(rows).toEqual([])
  })

  test('has the same guards and sums of rows', async () => {
    const { rows: inSqlite } = await sql<{
      name: string
    }>`select name from sqlite_master where type = 'trigger'
       and sql not like '%plan_words_index%'`.execute(sqlite.db)
    const { rows: inPostgres } = await sql<{
      name: string
    }>`select tgname as name from pg_trigger where not tgisinternal`.execute(postgres.db)
    expect(inPostgres.map(({ name }) => name).toSorted()).toEqual(
      inSqlite.map(({ name }) => name).toSorted(),
    )
  })

  /** Each kind of column, with a table that has one and its boundary values. */
  const texts = [
    '',
    "O'Brien; drop table plans",
    'é ï 日本 🧑‍🤝‍🧑',
    '\u{10FFFF}',
    'a\nb\tc\\d',
    '"',
  ]
  const numbers = [0, -1, 1, 2 ** 31, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]
  test.each(['SQLite', 'PostgreSQL'])('%s gives back what was put in', async (name) => {
    const { db } = name === 'SQLite' ? sqlite : postgres
    await db
      .insertInto('plan_formats')
      .values({ id: 'f', version: 2147483647, json: '{}' })
      .execute()
    for (const [index, text] of texts.entries()) {
      const isoTime = `2026-11-30T01:02:03.${index}00Z`
      await db
        .insertInto('user')
        .values({
          id: `u${index}`,
          name: text,
          email: `${index}@voorbeeld.nl`,
          emailVerified: index % 2,
          image: null,
          createdAt: isoTime,
          updatedAt: isoTime,
          isAdmin: 0,
        })
        .execute()
    }
    const users = await db.selectFrom('user').selectAll().orderBy('id').execute()
    expect(users.map((user) => user.name)).toEqual(texts)
    expect(users.map((user) => user.emailVerified)).toEqual([0, 1, 0, 1, 0, 1])
    expect(users[1]?.createdAt).toBe('2026-11-30T01:02:03.100Z')
    expect(users[0]?.image).toBeNull()

    for (const [index, number] of numbers.entries()) {
      const id = `p${index}`
      await db
        .insertInto('plans')
        .values({
          id,
          format_id: 'f',
          format_version: 2147483647,
          status: 'concept',
          epoch: 'e',
          created_at: number,
          created_by: 'u0',
          changed_at: number,
          total_cents: index === 0 ? null : number,
        })
        .execute()
      const body = Uint8Array.from({ length: index === 0 ? 0 : 256 }, (_, byte) => byte)
      await db
        .insertInto('plan_changes')
        .values({
          plan_id: id,
          seq: number,
          at: number,
          actor: null,
          kind: 'update',
          body: Buffer.from(body),
          body_crc32: 0xffffffff,
        })
        .execute()
      const change = await db
        .selectFrom('plan_changes')
        .selectAll()
        .where('plan_id', '=', id)
        .executeTakeFirstOrThrow()
      expect(change).toMatchObject({ seq: number, at: number, actor: null, body_crc32: 0xffffffff })
      expect(change.body).toBeInstanceOf(Uint8Array)
      expect([...change.body]).toEqual([...body])
    }
    const plans = await db.selectFrom('plans').selectAll().orderBy('id').execute()
    expect(plans.map((plan) => plan.created_at)).toEqual(numbers)
    expect(plans.map((plan) => plan.total_cents)).toEqual([null, ...numbers.slice(1)])
    const counted = await db
      .selectFrom('plan_changes')
      .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.max('body_crc32').as('sum')])
      .executeTakeFirstOrThrow()
    expect(counted).toEqual({ count: numbers.length, sum: 0xffffffff })
  })
})

async function columnsOf(db: Storage) {
  const tables = await db.introspection.getTables()
  return tables
    .flatMap(({ name: table, columns }) =>
      columns.map(({ name, dataType, isNullable }) => ({
        column: `${table}.${name}`,
        type: dataType.toLowerCase(),
        isNullable,
      })),
    )
    .toSorted((a, b) => (a.column < b.column ? -1 : 1))
}
