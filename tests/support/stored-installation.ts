import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Kysely } from 'kysely'
import { tableNames } from '#server/storage/table-order.ts'
import type { Storage } from '#server/storage/tables.ts'

type Stored = { base64: string } | string | number | null
type StoredRow = Record<string, Stored>

/** The rows that an earlier release left in its database, on either engine, into one that is empty. */
export async function putStored(db: Storage, name: string): Promise<void> {
  const file = new URL(`../fixtures/stored/${name}.json.gz`, import.meta.url)
  const tables = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Record<
    string,
    StoredRow[]
  >
  const any = db as unknown as Kysely<Record<string, Record<string, unknown>>>
  for (const table of tableNames)
    for (const row of tables[table] ?? [])
      await any.insertInto(table).values(bytesOf(row)).execute()
}

function bytesOf(row: StoredRow): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      typeof value === 'object' && value !== null ? Buffer.from(value.base64, 'base64') : value,
    ]),
  )
}
