import { createRequire } from 'node:module'
import type BetterSqlite3 from 'better-sqlite3'

export type SqliteDatabase = BetterSqlite3.Database

/**
 * Two builds of one library, both optional packages: 13 is prebuilt but crashes on Node 20, and 12 aborts the process
 * on Node 24. npm installs the one whose engines fit, so the choice here follows Node, not what happens to be present.
 */
export function sqlitePackageFor(nodeVersion: string): 'better-sqlite3' | 'better-sqlite3-node20' {
  return Number.parseInt(nodeVersion, 10) < 22 ? 'better-sqlite3-node20' : 'better-sqlite3'
}

/**
 * Opens (and makes) a SQLite file. `synchronous=FULL` because an acknowledgement promises that the change survives a
 * power cut; under NORMAL a committed transaction in the WAL can still vanish (AK1).
 */
export function openSqlite(file: string): SqliteDatabase {
  const Database = loadDriver()
  const database = new Database(file)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('busy_timeout = 5000')
  return database
}

function loadDriver(): typeof BetterSqlite3 {
  const name = sqlitePackageFor(process.versions.node)
  try {
    return createRequire(import.meta.url)(name) as typeof BetterSqlite3
  } catch (cause) {
    throw new Error(
      `SQLite kon niet worden geladen: het pakket ${name} ontbreekt of past niet bij Node ${process.versions.node}. Voer "npm install" opnieuw uit.\n` +
        `SQLite could not be loaded: the package ${name} is missing or does not fit Node ${process.versions.node}. Run "npm install" again.`,
      { cause },
    )
  }
}
