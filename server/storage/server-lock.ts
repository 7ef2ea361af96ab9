import { join } from 'node:path'
import { openSqliteExclusive } from './sqlite.ts'

/** Beside the database, and a file of its own: commands that may run beside a server use the database freely. */
export const serverLockFile = 'server.lock'

export type ServerLock = { release(): void }

/**
 * Makes this process the only server on a data folder; null when another one is. The lock is one of the operating system,
 * taken through SQLite because that knows how on every platform, and it goes with its process, also after `kill -9`: there
 * is never a leftover to remove by hand. Waits `waitMs` for one that is just ending.
 */
export function takeServerLock(dataDir: string, waitMs: number): ServerLock | null {
  const database = openSqliteExclusive(join(dataDir, serverLockFile), waitMs)
  return database === null ? null : { release: () => database.close() }
}
