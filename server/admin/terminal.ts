import { ConnectionLost, sqlStateOf } from '#server/storage/postgres/postgres-faults.ts'
import { sqliteCodeOf } from '#server/storage/sqlite.ts'

export type Terminal = {
  /** The answer, on stdout. */
  say(line: string): void
  /** Errors, on stderr. */
  complain(line: string): void
  /** How far long work is, on stderr too. */
  progress(line: string): void
}

/** 0: done and in order; 1: not done, or a fault was found; 2: invalid command or setting. */
export type ExitCode = 0 | 1 | 2

/** A refusal whose text says what to do next. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}

const sqliteSentences: readonly [RegExp, string][] = [
  [/^SQLITE_BUSY/, 'De database is bezet. Probeer het over een minuut opnieuw.'],
  [/^SQLITE_NOTADB/, 'Dit bestand is geen database.'],
  [/^SQLITE_CORRUPT/, 'De database is beschadigd of niet volledig.'],
  [/^SQLITE_FULL/, 'Er kon niet worden geschreven: de schijf is vol.'],
  [
    /^SQLITE_(CANTOPEN|READONLY|PERM)/,
    'De database kan niet worden geopend. Controleer het pad en de rechten.',
  ],
  [/^SQLITE_IOERR/, 'Lezen of schrijven is mislukt. Is de schijf vol, of defect?'],
]
const postgresSentences: readonly [RegExp, string][] = [
  [
    /^28/,
    'PostgreSQL laat deze gebruiker niet toe. Kloppen gebruiker en wachtwoord in DATABASE_URL?',
  ],
  [/^3D000/, 'De database van DATABASE_URL bestaat niet.'],
  [/^42501/, 'De gebruiker van DATABASE_URL heeft daar de rechten niet voor (docs/operate.md).'],
  [/^53100/, 'Er kon niet worden geschreven: de schijf van PostgreSQL is vol.'],
]
const systemSentences: Readonly<Record<string, string>> = {
  ENOENT: 'Dit bestand of deze map bestaat niet',
  ENOTDIR: 'Deze map bestaat niet',
  EACCES: 'Geen toegang',
  EPERM: 'Geen toegang',
  EROFS: 'Hier kan alleen worden gelezen',
  ENOSPC: 'De schijf is vol',
  EDQUOT: 'De schijfruimte van deze gebruiker is op',
  EFBIG: 'Het bestand wordt te groot voor deze plek',
}

/** The reason of a failure, for the operator at the terminal, with the technical cause. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = sqliteCodeOf(error)
  if (code !== null)
    return `${sqliteSentences.find(([pattern]) => pattern.test(code))?.[1] ?? 'De database geeft een fout.'} (${code}: ${error.message})`
  if (error instanceof ConnectionLost)
    return `PostgreSQL geeft geen antwoord. Draait de server, en kloppen adres en poort in DATABASE_URL? (${error.cause instanceof Error ? error.cause.message : error.message})`
  const state = sqlStateOf(error)
  if (state !== null)
    return `${postgresSentences.find(([pattern]) => pattern.test(state))?.[1] ?? 'PostgreSQL geeft een fout.'} (${state}: ${error.message})`
  if ('code' in error && typeof error.code === 'string') {
    const sentence = systemSentences[error.code]
    if (sentence !== undefined)
      return `${sentence}${'path' in error ? `: ${error.path}` : ''} (${error.code})`
  }
  return error.message
}

/** One line, without control characters that a terminal would execute: users type titles. */
export function plainLine(text: string, maxLength = 200): string {
  return text
    .replace(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, maxLength)
}
