import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { tableOrder } from '#server/storage/table-order.ts'
import { TestInstallation } from '../http/installation.ts'
import { fillInstallation } from '../http/whole-installation.ts'
import { freshDatabase, programs } from './postgres-server.ts'
import { releasedFolder } from './released-schema.ts'

/** Writes the present schema, and the rows of a filled installation, as those of the last release. */
export async function pinReleasedSchema(): Promise<void> {
  const test = await TestInstallation.open()
  try {
    await fillInstallation(test)
    const { db } = test
    const tables: Record<string, unknown[]> = {}
    for (const [table, { keys }] of Object.entries(tableOrder)) {
      const order = sql.join(keys.map((key) => sql.ref(key)))
      const { rows } = await sql<Record<string, unknown>>`
        select * from ${sql.table(table)} order by ${order}`.execute(db)
      tables[table] = rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
          ]),
        ),
      )
    }
    pin('rows.json.gz', gzipSync(JSON.stringify(tables), { level: 9 }))
    const { rows: schema } = await sql<{ sql: string }>`
      select sql from sqlite_master where sql is not null and name not like 'sqlite_%'
      order by case type when 'table' then 0 when 'index' then 1 else 2 end, rowid`.execute(db)
    pin('sqlite.sql', schema.map((one) => `${one.sql};\n`).join(''))
    const { rows: migrations } =
      await sql`select name, timestamp from kysely_migration order by name`.execute(db)
    pin('migrations.json', JSON.stringify(migrations))
  } finally {
    await test.close()
  }
  const dump = execFileSync(join(programs ?? '', 'pg_dump'), [
    '--schema-only',
    '--no-owner',
    '--no-privileges',
    await freshDatabase(),
  ])
  // Without comments, and the commands of psql.
  const statements = dump
    .toString()
    .split('\n')
    .filter((line) => !/^(\\|--|$)/.test(line))
  pin('postgres.sql', `${statements.join('\n')}\n`)
}

const pin = (name: string, content: string | Uint8Array) =>
  writeFileSync(join(releasedFolder, name), content)
