import { type RawBuilder, sql } from 'kysely'
import type { Storage, StorageTransaction } from './tables.ts'

/**
 * The account that holds what the account in this column did: the same one, or the one that it was
 * merged into. Names are read from the column itself, so that a record keeps the name it had.
 */
export function heldBy(column: string): RawBuilder<string> {
  const id = sql.ref(column)
  return sql<string>`coalesce((select merged."mergedInto" from "user" as merged where merged.id = ${id}), ${id})`
}

/** The accounts that were merged into this one; most people have none. */
export async function mergedInto(
  db: Storage | StorageTransaction,
  userId: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('user')
    .select('id')
    .where('mergedInto', '=', userId)
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}
