import { sql } from 'kysely'
import { engineOf } from '#server/storage/engine.ts'
import type { Storage } from '#server/storage/tables.ts'

/** Removes a trigger, as an intruder who owns the database does. */
export async function dropGuard(db: Storage, table: string, name: string): Promise<void> {
  const statement = {
    sqlite: sql`drop trigger ${sql.ref(name)}`,
    postgres: sql`drop trigger ${sql.ref(name)} on ${sql.table(table)}`,
  }[engineOf(db).name]
  await statement.execute(db)
}
