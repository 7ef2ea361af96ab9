import { openSqliteReadOnly } from './sqlite.ts'

/**
 * Copies a database, also one that is being written to, as it is at one moment. All pages in one step: SQLite begins
 * anew after each change by others between two steps, and with people typing it would never end.
 * `to` is an empty file that the caller made, with the rights it shall have.
 */
export async function copySqlite(from: string, to: string): Promise<void> {
  const source = openSqliteReadOnly(from)
  try {
    await source.backup(to, { progress: () => 0x7fffffff })
  } finally {
    source.close()
  }
}
