import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import pg from 'pg'
import { openPostgresAsIs } from '#server/storage/database.ts'
import { engineOf } from '#server/storage/engine.ts'
import { openSqlite } from '#server/storage/sqlite.ts'
import { storageOnSqlite } from '#server/storage/sqlite-engine.ts'
import type { Storage } from '#server/storage/tables.ts'

/**
 * The database of the last release as its server left it: schema and triggers in SQL, and the rows
 * of a filled installation. `PIN_SCHEMA=1` makes it anew (released-schema.test.ts); that belongs to
 * a release, and to nothing else.
 */
export const releasedFolder = new URL('../fixtures/released', import.meta.url).pathname

type Row = Record<string, unknown>
export type ReleasedRows = Readonly<Record<string, readonly Row[]>>

const read = (name: string) => readFileSync(join(releasedFolder, name))
export const releasedMigrations = () =>
  JSON.parse(read('migrations.json').toString()) as { name: string; timestamp: string }[]

/** In the order in which they may be inserted. */
export function releasedRows(): ReleasedRows {
  const tables = JSON.parse(gunzipSync(read('rows.json.gz')).toString()) as Record<string, Row[]>
  const bytes = (value: unknown) =>
    typeof value === 'object' && value !== null && 'base64' in value
      ? Buffer.from(String(value.base64), 'base64')
      : value
  return Object.fromEntries(
    Object.entries(tables).map(([table, rows]) => [
      table,
      rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, bytes(value)])),
      ),
    ]),
  )
}

export async function makeReleasedSqlite(file: string, rows: ReleasedRows): Promise<void> {
  const opened = openSqlite(file)
  opened.exec(read('sqlite.sql').toString())
  await fill(storageOnSqlite(opened, { isReadOnly: false }), rows)
}

export async function makeReleasedPostgres(url: string, rows: ReleasedRows): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('drop schema public cascade; create schema public')
  await client.query(read('postgres.sql').toString())
  await client.end()
  await fill(openPostgresAsIs(url), rows)
}

async function fill(db: Storage, rows: ReleasedRows): Promise<void> {
  const any = db.withTables<Record<string, Row>>()
  for (const [table, all] of Object.entries(rows))
    for (const row of all) await any.insertInto(table).values(row).execute()
  for (const row of releasedMigrations())
    await any.insertInto('kysely_migration').values(row).execute()
  await db.destroy()
}

export type SchemaPart = {
  columns: Readonly<Record<string, { type: string; isNullable: boolean; hasDefault: boolean }>>
  /** Constraints, unique indexes and guards, by `table name`. */
  rules: readonly string[]
}

export async function readParts(db: Storage): Promise<SchemaPart> {
  const tables = (await db.introspection.getTables()).filter(
    ({ name }) => name !== 'row_sums' && !name.startsWith('kysely_'),
  )
  return {
    columns: Object.fromEntries(
      tables.flatMap(({ name: table, columns }) =>
        columns.map(({ name, dataType, isNullable, hasDefaultValue }) => [
          `${table}.${name}`,
          { type: dataType.toLowerCase(), isNullable, hasDefault: hasDefaultValue },
        ]),
      ),
    ),
    rules: (await rulesOf(db)).filter((rule) => !/_row_sum(_\w+)?$/.test(rule)),
  }
}

async function rulesOf(db: Storage): Promise<string[]> {
  const { rows } =
    engineOf(db).name === 'sqlite'
      ? await sql<{ rule: string }>`
          select tbl_name || ' ' || name as rule from sqlite_master
          where type = 'trigger' or (type = 'index' and (sql is null or sql like 'create unique%'))`.execute(
          db,
        )
      : await sql<{ rule: string }>`
          select conrelid::regclass::text || ' ' || conname as rule from pg_constraint where conrelid <> 0
          union select indrelid::regclass::text || ' ' || indexrelid::regclass::text from pg_index
            where indisunique and indrelid in (select oid from pg_class where relnamespace = current_schema()::regnamespace)
          union select tgrelid::regclass::text || ' ' || tgname from pg_trigger where not tgisinternal`.execute(
          db,
        )
  return rows.map(({ rule }) => rule.replaceAll('"', ''))
}

/**
 * How a server of the released schema could fail on the present one: a column that it reads is gone
 * or another, a row that it writes is refused.
 */
export function whatBreaks(released: SchemaPart, present: SchemaPart): string[] {
  const tables = new Set(Object.keys(released.columns).map((name) => name.split('.')[0]))
  const known = new Set(released.rules)
  return [
    ...Object.entries(released.columns).flatMap(([name, before]) => {
      const after = present.columns[name]
      if (after === undefined) return [`${name} is gone or has another name`]
      if (after.type !== before.type) return [`${name} has another type`]
      if (before.isNullable && !after.isNullable) return [`${name} may no longer be null`]
      return before.hasDefault && !after.hasDefault ? [`${name} has no default any more`] : []
    }),
    ...Object.entries(present.columns)
      .filter(
        ([name, { isNullable, hasDefault }]) =>
          released.columns[name] === undefined &&
          tables.has(name.split('.')[0]) &&
          !isNullable &&
          !hasDefault,
      )
      .map(([name]) => `${name} is new, and has to be filled`),
    ...present.rules
      .filter((rule) => !known.has(rule) && tables.has(rule.split(' ')[0]))
      .map((rule) => `${rule} is a new rule for rows of a released table`),
  ]
}
