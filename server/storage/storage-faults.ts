import { sqliteCodeOf } from './sqlite.ts'

/**
 * What an error of storage means for the process (ADR 0015).
 * - `request`: it says something of one statement; whoever asked hears of it, and everyone goes on.
 * - `refuse`: storage takes nothing now, and what it holds is as it was. Screens are told, a trial write opens it again (ST1).
 * - `restart`: what is on disk and what this process thinks is there may differ. Nothing is written, read or acknowledged any
 *   more; the process ends, and a new one begins from what is on disk.
 * - `halt`: what is on disk is damaged or not ours. The process ends, and starting again by itself would only go round.
 */
export type FaultMeaning = 'request' | 'refuse' | 'restart' | 'halt'

/** Result codes of SQLite by their primary name, all of them: a new one has to be thought about. */
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
  // The transaction is rolled back, and frames without a commit are overwritten by the next one.
  SQLITE_FULL: 'refuse',
  // Another process (a command beside the server) holds the database longer than we wait.
  SQLITE_BUSY: 'refuse',
  SQLITE_LOCKED: 'refuse',
  SQLITE_NOMEM: 'refuse',
  SQLITE_NOLFS: 'refuse',
  SQLITE_PERM: 'refuse',
  // Rights that were taken away, a disk that went read-only, too many open files: all can be given back.
  SQLITE_READONLY: 'refuse',
  SQLITE_CANTOPEN: 'refuse',
  // Reading, writing, syncing: after each of them nobody knows what the disk holds.
  SQLITE_IOERR: 'restart',
  SQLITE_PROTOCOL: 'restart',
  SQLITE_INTERNAL: 'restart',
  // Also what SQLite makes of EIO while it reads.
  SQLITE_CORRUPT: 'halt',
  SQLITE_NOTADB: 'halt',
} as const satisfies Record<string, FaultMeaning>

export type SqliteResult = keyof typeof primary

/** Where an extended code means something else than its primary one. */
const extended: Readonly<Record<string, FaultMeaning>> = {
  // No memory for it, and nothing was read or written.
  SQLITE_IOERR_NOMEM: 'refuse',
  // A lock of the operating system that could not be had.
  SQLITE_IOERR_LOCK: 'refuse',
  SQLITE_IOERR_RDLOCK: 'refuse',
  SQLITE_IOERR_BLOCKED: 'refuse',
  // The file under us was replaced or taken away: only a new process opens the one that is there now.
  SQLITE_READONLY_DBMOVED: 'restart',
  // The log has to be recovered, and this connection may not.
  SQLITE_READONLY_RECOVERY: 'restart',
  SQLITE_READONLY_CANTINIT: 'restart',
  SQLITE_BUSY_RECOVERY: 'refuse',
}

/** Null for an error that is none of storage. A code that no one has heard of is taken for the worst that can be mended. */
export function meaningOf(error: unknown): { code: string; meaning: FaultMeaning } | null {
  const code = sqliteCodeOf(error)
  if (code === null) return null
  return { code, meaning: extended[code] ?? meaningOfPrimary(code) ?? 'restart' }
}

function meaningOfPrimary(code: string): FaultMeaning | undefined {
  const name = Object.keys(primary).find((each) => code === each || code.startsWith(`${each}_`))
  return name === undefined ? undefined : primary[name as SqliteResult]
}

/** How the process ends, for whoever starts it again (docs/operate.md). */
export const exitCodes = { restart: 75, halt: 78 } as const satisfies Partial<
  Record<FaultMeaning, number>
>

/** A fault after which this process does nothing with storage any more. */
export type FatalFault = { code: string; meaning: keyof typeof exitCodes; error: unknown }

/**
 * Ends the use of storage at the first fault after which it can't be trusted. A commit that is tried again after a failed
 * fsync may succeed while its bytes are nowhere (the kernel has dropped them and marked the pages clean), so from that moment
 * every statement is refused.
 */
export class FaultGate {
  #fatal: FatalFault | null = null
  #onFatal: ((fault: FatalFault) => void) | null = null

  /** Called once, at once when it has happened already. */
  onFatal(listener: (fault: FatalFault) => void): void {
    this.#onFatal = listener
    if (this.#fatal !== null) listener(this.#fatal)
  }

  /** Throws when storage is not to be used any more. */
  pass(): void {
    if (this.#fatal !== null)
      throw new Error(`Storage is not used any more after ${this.#fatal.code}.`, {
        cause: this.#fatal.error,
      })
  }

  /** Every error that storage gave. */
  report(error: unknown): void {
    const found = meaningOf(error)
    if (found === null || this.#fatal !== null) return
    const { code, meaning } = found
    if (meaning !== 'restart' && meaning !== 'halt') return
    this.#fatal = { code, meaning, error }
    this.#onFatal?.(this.#fatal)
  }

  /** Runs something with storage, through the gate. */
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
