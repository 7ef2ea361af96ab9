import { meaningOfSqlState, sqlStateOf } from './postgres/postgres-faults.ts'
import { sqliteCodeOf } from './sqlite.ts'

/**
 * What an error of storage means for the process (ADR 0015).
 * - `request`: the fault concerns one statement; its caller gets the error, and everything else
 *   continues.
 * - `input`: a text that the database does not store, such as one with a NUL on PostgreSQL. The
 *   request is refused as its sender's.
 * - `refuse`: storage accepts no writes now, but its content is intact. Screens are told, a trial
 *   write reopens it (ST1).
 * - `restart`: the disk and the memory of this process may differ. Nothing is written, read or
 *   acknowledged any more; the process ends, and a new one starts from the content of the disk.
 * - `halt`: the content of the disk is damaged or not ours. The process ends, and an automatic
 *   restart would only loop.
 */
export type FaultMeaning = 'request' | 'input' | 'refuse' | 'restart' | 'halt'

/** All primary result codes of SQLite: a new code must be classified here. */
const primary = {
  SQLITE_ERROR: 'request',
  SQLITE_ABORT: 'request',
  SQLITE_AUTH: 'request',
  SQLITE_CONSTRAINT: 'request',
  SQLITE_INTERRUPT: 'request',
  SQLITE_MISMATCH: 'request',
  SQLITE_MISUSE: 'request',
  SQLITE_RANGE: 'request',
  SQLITE_SCHEMA: 'request',
  SQLITE_TOOBIG: 'request',
  SQLITE_EMPTY: 'request',
  SQLITE_FORMAT: 'request',
  SQLITE_NOTFOUND: 'request',
  // The transaction is rolled back, and the next commit overwrites frames without a commit.
  SQLITE_FULL: 'refuse',
  // Another process (a command beside the server) locks the database longer than we wait.
  SQLITE_BUSY: 'refuse',
  SQLITE_LOCKED: 'refuse',
  SQLITE_NOMEM: 'refuse',
  SQLITE_NOLFS: 'refuse',
  SQLITE_PERM: 'refuse',
  // Lost permissions, a disk that became read-only, too many open files: all of them can be
  // restored.
  SQLITE_READONLY: 'refuse',
  SQLITE_CANTOPEN: 'refuse',
  // Reading, writing, syncing: after an error in any of them the content of the disk is unknown.
  SQLITE_IOERR: 'restart',
  SQLITE_PROTOCOL: 'restart',
  SQLITE_INTERNAL: 'restart',
  // SQLite also reports this for EIO while reading.
  SQLITE_CORRUPT: 'halt',
  SQLITE_NOTADB: 'halt',
} as const satisfies Record<string, FaultMeaning>

export type SqliteResult = keyof typeof primary

/** Extended codes whose meaning differs from their primary code. */
const extended: Readonly<Record<string, FaultMeaning>> = {
  // Out of memory, and nothing was read or written.
  SQLITE_IOERR_NOMEM: 'refuse',
  // A lock of the operating system could not be obtained.
  SQLITE_IOERR_LOCK: 'refuse',
  SQLITE_IOERR_RDLOCK: 'refuse',
  SQLITE_IOERR_BLOCKED: 'refuse',
  // Our file was replaced or removed: only a new process opens the current one.
  SQLITE_READONLY_DBMOVED: 'restart',
  // The WAL has to be recovered, and this connection may not do that.
  SQLITE_READONLY_RECOVERY: 'restart',
  SQLITE_READONLY_CANTINIT: 'restart',
  SQLITE_BUSY_RECOVERY: 'refuse',
}

/**
 * Null for an error that does not come from storage. An unknown code is treated as the worst that a
 * restart can repair.
 */
export function meaningOf(error: unknown): { code: string; meaning: FaultMeaning } | null {
  const state = sqlStateOf(error)
  // An unknown class is an error of one statement: PostgreSQL shuts down by itself if it must.
  if (state !== null) return { code: state, meaning: meaningOfSqlState(state) ?? 'request' }
  const code = sqliteCodeOf(error)
  if (code === null) return null
  return { code, meaning: extended[code] ?? meaningOfPrimary(code) ?? 'restart' }
}

/** Another transaction held what was needed, and this one was rolled back: it may be run again. */
export const isHeldUp = (error: unknown): boolean =>
  ['40P01', '40001', '55P03'].includes(sqlStateOf(error) ?? '')

const takenCodes = new Set(['23505', '23P01', 'SQLITE_CONSTRAINT_UNIQUE'])

/** The database refused a row that equals or overlaps one that is there. */
export const isTaken = (error: unknown): boolean =>
  takenCodes.has(sqlStateOf(error) ?? sqliteCodeOf(error) ?? '')

function meaningOfPrimary(code: string): FaultMeaning | undefined {
  const name = Object.keys(primary).find((each) => code === each || code.startsWith(`${each}_`))
  return name === undefined ? undefined : primary[name as SqliteResult]
}

/** The exit code, for the supervisor that restarts the process (docs/operate.md). */
export const exitCodes = { restart: 75, halt: 78 } as const satisfies Partial<
  Record<FaultMeaning, number>
>

/** A fault after which this process does not use storage any more. */
export type FatalFault = { code: string; meaning: keyof typeof exitCodes; error: unknown }

/**
 * Blocks the use of storage at the first fault after which it can't be trusted. A retried commit
 * may succeed after a failed fsync while its bytes are lost (the kernel dropped them and marked the
 * pages clean), so from that moment every statement is refused.
 */
export class FaultGate {
  #fatal: FatalFault | null = null
  #onFatal: ((fault: FatalFault) => void) | null = null

  /** Called once; immediately if the fault has already happened. */
  onFatal(listener: (fault: FatalFault) => void): void {
    this.#onFatal = listener
    if (this.#fatal !== null) listener(this.#fatal)
  }

  /** Throws if storage must not be used any more. */
  pass(): void {
    if (this.#fatal !== null)
      throw new Error(`Storage is not used any more after ${this.#fatal.code}.`, {
        cause: this.#fatal.error,
      })
  }

  /** Called for every error of storage. */
  report(error: unknown): void {
    const found = meaningOf(error)
    if (found === null || this.#fatal !== null) return
    const { code, meaning } = found
    if (meaning !== 'restart' && meaning !== 'halt') return
    this.#fatal = { code, meaning, error }
    this.#onFatal?.(this.#fatal)
  }

  /** Runs work on storage, through the gate. */
  run<T>(work: () => T): T {
    this.pass()
    try {
      return work()
    } catch (error) {
      this.report(error)
      throw error
    }
  }
}
