import { openSqliteReadOnly } from './sqlite.ts'

/**
 * Copies a database as it is at one moment, also while it is being written to. All pages in one
 * step: between two steps SQLite restarts after every change by another connection, so with people
 * typing it would never end. `to` is an empty file that the caller created with the required file
 * mode.
 */
export async function copySqlite(from: string, to: string): Promise<void> {
  const source = openSqliteReadOnly(from)
  try {
    await source.backup(to, { progress: () => 0x7fffffff })
  } finally {
    source.close()
  }
}
