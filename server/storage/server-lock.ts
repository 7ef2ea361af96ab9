import { join } from 'node:path'
import { openSqliteExclusive } from './sqlite.ts'

/**
 * Beside the database, in a file of its own: commands that may run beside a server can still use
 * the database.
 */
export const serverLockFile = 'server.lock'

export type ServerLock = { release(): void }

/**
 * Makes this process the only server on a data folder; null if another server runs on it. It is a
 * lock of the operating system, taken through SQLite because that supports every platform. The lock
 * ends with its process, also after `kill -9`, so there is never a stale lock to remove by hand.
 * Waits `waitMs` for a server that is stopping.
 *
 * On PostgreSQL it says the same of the folder and nothing of the database: any number of servers, each with a folder of
 * its own, run on one database, whose locks of rows number the changes (ADR 0005).
 */
export function takeServerLock(dataDir: string, waitMs: number): ServerLock | null {
  const database = openSqliteExclusive(join(dataDir, serverLockFile), waitMs)
  return database === null ? null : { release: () => database.close() }
}
