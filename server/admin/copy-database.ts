import { sql } from 'kysely'
import {
  copyRows,
  countRows,
  findUnfitRows,
  type OnRows,
  readShapes,
  sumRows,
  type TableSum,
} from '#server/storage/copy-rows.ts'
import { openPostgres, openPostgresAsIs, readSchema } from '#server/storage/database.ts'
import { type Engine, engineOf } from '#server/storage/engine.ts'
import { asCommand, countOthers, hasTables } from '#server/storage/postgres/postgres-command.ts'
import type { Storage, StorageTransaction, Tables } from '#server/storage/tables.ts'
import { counted } from '#shared/counted.ts'
import { checkDatabase, readKnownSchema } from './database-checks.ts'
import { checkPlans, nameOf } from './plan-checks.ts'
import { plainLine, Refusal, type Terminal } from './terminal.ts'

/** A line of progress after so many rows, and after so many plans. */
const rowsPerLine = 50_000
const plansPerLine = 100
const mostFaultsNamed = 20

type Copy = {
  from: Storage
  to: Storage
  /** The file of a target on SQLite. */
  file: string | null
  /**
   * `copy`: everything that `verify` checks. `source`: the rows of a source on PostgreSQL at the moment of the copy, because
   * the triggers of the target make new checksums of whatever is there; the caller checks the file.
   */
  checks: 'copy' | 'source' | 'none'
}

/**
 * Copies every row into an empty database in one transaction, reads both sides again and compares them. On PostgreSQL the
 * copy is checked before the commit, so that a broken-off or faulty copy leaves the target empty; a copy on SQLite is a
 * file that its caller removes.
 */
export async function copyDatabase(
  { from, to, file, checks }: Copy,
  terminal: Terminal,
): Promise<TableSum[]> {
  const shapes = await readShapes(to)
  const isOnPostgres = engineOf(to).name === 'postgres'
  const sums = await engineOf(from).readTogether(async (source) => {
    await mustFit(source, { shapes, to: engineOf(to).name }, terminal)
    return to.transaction().execute(async (target) => {
      if (checks === 'source') refuseFaults('De database', await checkDatabase(source, null))
      const read = await copyRows(source, target, {
        shapes,
        onRows: progressOf('gekopieerd', terminal),
      })
      const written = await sumRows(target, {
        shapes,
        onRows: progressOf('vergeleken', terminal),
      })
      const differing = read.filter(
        ({ rows, sha256 }, index) =>
          written[index]?.rows !== rows || written[index]?.sha256 !== sha256,
      )
      if (differing.length > 0)
        throw new Refusal(
          `De kopie is niet gelijk aan de bron: ${differing.map(({ table }) => table).join(', ')}. Er is niets veranderd.`,
        )
      if (isOnPostgres && checks === 'copy')
        await mustBeSound({ db: target, file: null, what: 'De kopie' }, terminal)
      return read
    })
  })
  if (isOnPostgres) await sql`analyze`.execute(to)
  else if (checks === 'copy') await mustBeSound({ db: to, file, what: 'De kopie' }, terminal)
  return sums
}

/**
 * Refuses before anything is written. The rest is not moved without these rows: they may be part of a conversation, of a
 * signed record or of the trail, and a plan without them would say something else.
 */
async function mustFit(
  source: StorageTransaction,
  { shapes, to }: { shapes: Awaited<ReturnType<typeof readShapes>>; to: Engine['name'] },
  terminal: Terminal,
): Promise<void> {
  const { named, count } = await findUnfitRows(source, {
    shapes,
    to,
    named: mostFaultsNamed,
    onRows: progressOf('bekeken', terminal),
  })
  if (count === 0) return
  const lines = named.map(({ message }) => plainLine(message, 500))
  if (count > named.length) lines.push(`en nog ${count - named.length}`)
  throw new Refusal(
    `${count === 1 ? 'Deze rij kan' : `Deze ${count} rijen kunnen`} niet mee. Er is niets verplaatst.\n${lines.join('\n')}\nPas deze teksten aan in Wijktafel, of verwijder ze daar, en probeer het opnieuw.`,
  )
}

/** All that `verify` checks; throws a Refusal that names the faults. */
export async function mustBeSound(
  { db, file, what }: { db: Storage; file: string | null; what: string },
  { progress }: Terminal,
): Promise<void> {
  const faults = await checkDatabase(db, file)
  let plans = 0
  for await (const { plan, faults: own } of checkPlans(db)) {
    plans++
    if (plans % plansPerLine === 0)
      progress(`${what}: ${counted(plans, 'plan', 'plannen')} nagekeken`)
    faults.push(...own.map((fault) => `${nameOf(plan)}: ${fault}`))
  }
  refuseFaults(what, faults)
}

function refuseFaults(what: string, faults: readonly string[]): void {
  if (faults.length > 0)
    throw new Refusal(
      `${what} heeft fouten. Er is niets veranderd.\n${faults.slice(0, mostFaultsNamed).join('\n')}`,
    )
}

/** Rows are copied as they are: a schema of another release has other tables. */
export async function mustBeThisRelease(db: Storage): Promise<void> {
  await readKnownSchema(db)
  if (!(await isCurrent(db)))
    throw new Refusal(
      'De bron is van een oudere versie van Wijktafel. Start er eerst één keer de server van deze versie op: die werkt de database bij.',
    )
}

async function isCurrent(db: Storage): Promise<boolean> {
  const schema = await readSchema(db)
  return schema.kind === 'known' && schema.isCurrent
}

/**
 * Makes the tables in an empty database and has `use` fill them. Refuses a database with anything in it, and one that
 * anybody else uses; a server that starts meanwhile waits, because it may have to migrate first.
 */
export async function withEmptyPostgres<T>(
  url: string,
  use: (db: Storage) => Promise<T>,
): Promise<T> {
  const place = asCommand(url)
  const before = openPostgresAsIs(place)
  try {
    if ((await readSchema(before)).kind === 'foreign' && (await hasTables(before)))
      throw notEmpty('tabellen van een ander programma')
  } finally {
    await before.destroy()
  }
  await (await openPostgres(place, { onIdleError: () => {} })).destroy()
  const db = openPostgresAsIs(place)
  try {
    return await engineOf(db).alone(async () => {
      await mustBeUnused(db)
      const rows = await countRows(db)
      if (rows > 0) throw notEmpty(counted(rows, 'rij', 'rijen'))
      return use(db)
    })
  } finally {
    await db.destroy()
  }
}

function notEmpty(contents: string): Refusal {
  return new Refusal(
    `De database van DATABASE_URL is niet leeg (${contents}). Er is niets veranderd. Maak een lege database en noem die in DATABASE_URL; hoe staat in docs/operate.md.`,
  )
}

export async function mustBeUnused(db: Storage): Promise<void> {
  const others = await countOthers(db)
  if (others > 0)
    throw new Refusal(
      `Er ${others === 1 ? 'is' : 'zijn'} nog ${counted(others, 'andere verbinding', 'andere verbindingen')} met de database van DATABASE_URL. Stop elke server erop, en elk ander programma, en probeer het opnieuw. Er is niets veranderd.`,
    )
}

/** One line for each table with rows in it. */
export function describeSums(sums: readonly TableSum[]): string[] {
  return sums
    .filter(({ rows }) => rows > 0)
    .map(({ table, rows, sha256 }) => `gelijk    ${table}: ${rows} (sha256 ${sha256.slice(0, 16)})`)
}

function progressOf(done: string, { progress }: Terminal): OnRows {
  let last: { table: keyof Tables; lines: number } | null = null
  return (table, rows) => {
    const lines = Math.floor(rows / rowsPerLine)
    if (lines > 0 && (last?.table !== table || last.lines !== lines))
      progress(`${table}: ${rows} rijen ${done}`)
    last = { table, lines }
  }
}
