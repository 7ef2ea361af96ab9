import { createRequire } from 'node:module'
import type BetterSqlite3 from 'better-sqlite3'
import { addRowSum } from './row-sums.ts'

export type SqliteDatabase = BetterSqlite3.Database

/**
 * Two builds of one library, both optional packages: 13 is prebuilt but crashes on Node 20, and 12 aborts the process
 * on Node 24. npm installs the one whose engines fit, so the choice here follows Node, not what happens to be present.
 */
export function sqlitePackageFor(nodeVersion: string): 'better-sqlite3' | 'better-sqlite3-node20' {
  return Number.parseInt(nodeVersion, 10) < 22 ? 'better-sqlite3-node20' : 'better-sqlite3'
}

/**
 * A restore keeps the database to itself and leaves it in another journal mode, so that who waited for it must write to
 * go on, and SQLite refuses that in a file which is no longer in its place.
 */
const restoringReasons: Readonly<Record<string, string>> = {
  SQLITE_BUSY:
    'De database is in gebruik: misschien wordt er een reservekopie teruggezet. Start daarna opnieuw.',
  SQLITE_READONLY_DBMOVED:
    'De database is zojuist vervangen door een teruggezette reservekopie. Start opnieuw.',
}

/** The driver's own is four times this, kept for good after a busy hour; what is asked for again lies in the system's cache too. */
const pageCacheKiB = 4_000

/**
 * Opens (and makes) a SQLite file. `synchronous=FULL` because an acknowledgement promises that the change survives a
 * power cut; under NORMAL a committed transaction in the WAL can still vanish (AK1).
 */
export function openSqlite(file: string): SqliteDatabase {
  const Database = loadDriver()
  const database = new Database(file)
  try {
    database.pragma('journal_mode = WAL')
  } catch (cause) {
    database.close()
    const reason = restoringReasons[sqliteCodeOf(cause) ?? '']
    throw reason === undefined ? cause : new Error(reason, { cause })
  }
  addRowSum(database)
  database.pragma('synchronous = FULL')
  database.pragma('foreign_keys = ON')
  database.pragma('busy_timeout = 5000')
  database.pragma(`cache_size = -${pageCacheKiB}`)
  return database
}

/** Works beside a running server and changes nothing. Throws when there is no such file. */
export function openSqliteReadOnly(file: string): SqliteDatabase {
  const Database = loadDriver()
  const database = new Database(file, { readonly: true, fileMustExist: true })
  database.pragma(`cache_size = -${pageCacheKiB}`)
  return database
}

/** A database that travels: one file, without the log that WAL keeps beside it. */
export function openSqliteSingleFile(file: string): SqliteDatabase {
  const Database = loadDriver()
  const database = new Database(file)
  addRowSum(database)
  database.pragma('journal_mode = DELETE')
  return database
}

/**
 * Takes a database for this process alone; null when anyone else has it open, be it idle. Makes an empty file where there
 * is none. A damaged database can't be locked, and nobody can serve from it either.
 */
export function takeSqliteAlone(file: string): { release(): void } | null {
  const Database = loadDriver()
  const database = new Database(file, { timeout: 0 })
  try {
    // Leaving WAL asks that nobody else has it open; the transaction then keeps others out.
    database.pragma('journal_mode = DELETE')
    database.exec('begin exclusive')
  } catch (error) {
    database.close()
    const code = sqliteCodeOf(error)
    if (code?.startsWith('SQLITE_BUSY') === true) return null
    if (code === 'SQLITE_NOTADB' || code?.startsWith('SQLITE_CORRUPT') === true)
      return { release() {} }
    throw error
  }
  return { release: () => database.close() }
}

/** Opens (and makes) a file for this process alone, for as long as it is open; null when after `waitMs` another has it. */
export function openSqliteExclusive(file: string, waitMs: number): SqliteDatabase | null {
  const Database = loadDriver()
  const database = new Database(file, { timeout: waitMs })
  try {
    // Nothing is ever written, so nothing need lie beside it that a process which was killed would leave behind.
    database.pragma('journal_mode = MEMORY')
    database.exec('begin exclusive')
    return database
  } catch (error) {
    database.close()
    if (sqliteCodeOf(error)?.startsWith('SQLITE_BUSY') === true) return null
    throw error
  }
}

/** `SQLITE_BUSY` and the like; null for an error of another kind. */
export function sqliteCodeOf(error: unknown): string | null {
  return error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('SQLITE_')
    ? error.code
    : null
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
