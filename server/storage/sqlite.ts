import { createRequire } from 'node:module'
import type BetterSqlite3 from 'better-sqlite3'
import { addRowSum } from './checksum.ts'

export type SqliteDatabase = BetterSqlite3.Database

/**
 * Two builds of one library, both optional packages: 13 is prebuilt but crashes on Node 20, and 12
 * aborts the process on Node 24. npm installs the one whose engines fit, so the choice follows the
 * Node version and not which package is present.
 */
export function sqlitePackageFor(nodeVersion: string): 'better-sqlite3' | 'better-sqlite3-node20' {
  return Number.parseInt(nodeVersion, 10) < 22 ? 'better-sqlite3-node20' : 'better-sqlite3'
}

/**
 * A restore holds the database exclusively and leaves it in another journal mode, so a connection
 * that waited for it must write to continue, and SQLite refuses that in a file that was replaced.
 */
const restoringReasons: Readonly<Record<string, string>> = {
  SQLITE_BUSY:
    'De database is in gebruik: misschien wordt er een reservekopie teruggezet. Start daarna opnieuw.',
  SQLITE_READONLY_DBMOVED:
    'De database is zojuist vervangen door een teruggezette reservekopie. Start opnieuw.',
}

/**
 * The driver's default is four times this, and is not released after a busy hour; pages that are
 * read again are in the system's cache too.
 */
const pageCacheKiB = 4_000

/**
 * Opens (and creates) a SQLite file. `synchronous=FULL` because an acknowledgement promises that
 * the change survives a power cut; under NORMAL a committed transaction in the WAL can still vanish
 * (AK1).
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

/** Works beside a running server and changes nothing. Throws if the file does not exist. */
export function openSqliteReadOnly(file: string): SqliteDatabase {
  const Database = loadDriver()
  const database = new Database(file, { readonly: true, fileMustExist: true })
  database.pragma(`cache_size = -${pageCacheKiB}`)
  return database
}

/** A database that will be moved: one file, without a WAL beside it. */
export function openSqliteSingleFile(file: string): SqliteDatabase {
  const Database = loadDriver()
  const database = new Database(file)
  addRowSum(database)
  database.pragma('journal_mode = DELETE')
  return database
}

/**
 * Takes a database exclusively for this process; null if another connection is open, even an idle
 * one. Makes an empty file if there is none. A damaged database can't be locked, but no server can
 * use it either.
 */
export function takeSqliteAlone(file: string): { release(): void } | null {
  const Database = loadDriver()
  const database = new Database(file, { timeout: 0 })
  try {
    // Leaving WAL mode requires that nobody else has the database open; the transaction then keeps
    // others out.
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

/**
 * Opens (and makes) a file exclusively for this process, for as long as it is open; null if another
 * process still has it after `waitMs`.
 */
export function openSqliteExclusive(file: string, waitMs: number): SqliteDatabase | null {
  const Database = loadDriver()
  const database = new Database(file, { timeout: waitMs })
  try {
    // Nothing is ever written, so a killed process leaves no journal behind.
    database.pragma('journal_mode = MEMORY')
    database.exec('begin exclusive')
    return database
  } catch (error) {
    database.close()
    if (sqliteCodeOf(error)?.startsWith('SQLITE_BUSY') === true) return null
    throw error
  }
}

/** `SQLITE_BUSY` and the like; null for another kind of error. */
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
