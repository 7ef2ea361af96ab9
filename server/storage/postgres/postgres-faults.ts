/** The meanings of storage-faults.ts that apply. */
type Meaning = 'request' | 'input' | 'refuse'

/**
 * The meaning of an error of PostgreSQL, by the class of its SQLSTATE; all classes of appendix A of
 * the manual. None ends this process: after a failed fsync or a damaged page PostgreSQL itself
 * stops or refuses, and its memory is not ours.
 */
const classes = {
  '02': 'request',
  '03': 'request',
  '08': 'refuse', // connection lost or refused
  '09': 'request',
  '0A': 'request',
  '0B': 'request',
  '0F': 'request',
  '0L': 'request',
  '0P': 'request',
  '0Z': 'request',
  '20': 'request',
  '21': 'request',
  '22': 'request',
  '23': 'request', // unique, foreign key, check
  '24': 'request',
  '25': 'request',
  '26': 'request',
  '27': 'request',
  '28': 'refuse', // password or pg_hba.conf changed
  '2B': 'request',
  '2D': 'request',
  '2F': 'request',
  '34': 'request',
  '38': 'request',
  '39': 'request',
  '3B': 'request',
  '3D': 'refuse', // the database is gone, or not there yet
  '3F': 'request',
  '40': 'refuse', // serialization failure, deadlock: the same request succeeds later
  '42': 'request',
  '44': 'request',
  '53': 'refuse', // disk full, out of memory, too many connections
  '54': 'request',
  '55': 'refuse', // a lock could not be had
  '57': 'refuse', // cancelled, shut down, starting up
  '58': 'refuse', // I/O error outside of PostgreSQL
  '72': 'request',
  F0: 'refuse',
  HV: 'request',
  P0: 'request', // a trigger of ours
  XX: 'request', // a damaged page concerns the rows on it
} as const satisfies Record<string, Meaning>

const exceptions: Readonly<Record<string, Meaning>> = {
  // A NUL, or half a surrogate pair.
  '22021': 'input',
  // The server became a standby, or was set to read only.
  '25006': 'refuse',
}

/** The SQLSTATE of an error of the server; null for another kind of error. */
export function sqlStateOf(error: unknown): string | null {
  return error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^[0-9A-Z]{5}$/.test(error.code) &&
    'severity' in error
    ? error.code
    : null
}

/** Undefined for a class that is not in the manual. */
export function meaningOfSqlState(code: string): Meaning | undefined {
  const byClass: Readonly<Record<string, Meaning>> = classes
  return exceptions[code] ?? byClass[code.slice(0, 2)]
}

/** Both are safe to run again: the server rolled the whole transaction back. */
export function isRolledBackByOthers(error: unknown): boolean {
  return sqlStateOf(error)?.startsWith('40') === true
}

/** The connection failed, so the outcome of the last statement is unknown. */
export class ConnectionLost extends Error {
  readonly code = '08006'
  readonly severity = 'FATAL'

  constructor(cause: unknown) {
    super('The connection to PostgreSQL was lost, or could not be made.', { cause })
  }
}
