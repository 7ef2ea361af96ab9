import { lstat, rename, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { sql } from 'kysely'
import type { Clock } from '#server/runtime.ts'
import { openDatabase, openDatabaseCopy, openPostgresAsIs } from '#server/storage/database.ts'
import { asCommand } from '#server/storage/postgres/postgres-command.ts'
import { copySqlite } from '#server/storage/sqlite-copy.ts'
import { describeContents } from './contents.ts'
import { copyDatabase, mustBeThisRelease } from './copy-database.ts'
import { checkDatabase } from './database-checks.ts'
import {
  makePrivateFile,
  realPathOf,
  removeDatabase,
  sidecars,
  sizeOf,
  syncFolder,
} from './database-files.ts'
import { removeSessions } from './remove-sessions.ts'
import { type ExitCode, Refusal, type Terminal } from './terminal.ts'

type Target = {
  file: string
  /** Whether an older backup of the same name may be replaced. */
  replaces: boolean
  clock: Clock
}
type Backup = Target & { database: string }

/**
 * A file with this name that was not written to for this long was left by an interrupted backup.
 */
const abandonedAfterMs = 60 * 60 * 1000

/**
 * Copies the database while the server runs. `file` appears only when it is complete and verified.
 */
export async function backUp(
  { database, ...target }: Backup,
  { say }: Pick<Terminal, 'say'>,
): Promise<ExitCode> {
  if ((await sizeOf(database)) === null)
    throw new Refusal(`Er is nog geen database: ${database}. Staat DATA_DIR goed?`)
  await refuseOwnFile(database, target.file)
  await writeBackup(target, (unfinished) => copySqlite(database, unfinished), say)
  return 0
}

/**
 * The same of a database on PostgreSQL while servers run, as it is at one moment, into the same kind of file: one kind is
 * verified, restored and tried out anywhere, without the programs of PostgreSQL in the right version (ADR 0024).
 */
export async function backUpPostgres(
  { url, ...target }: Target & { url: string },
  terminal: Terminal,
): Promise<ExitCode> {
  const from = openPostgresAsIs(asCommand(url))
  try {
    await mustBeThisRelease(from)
    const copy = async (unfinished: string) => {
      const to = await openDatabase(unfinished)
      try {
        await copyDatabase({ from, to, file: unfinished, checks: 'source' }, terminal)
        await sql`pragma journal_mode = delete`.execute(to)
      } finally {
        await to.destroy()
      }
    }
    await writeBackup(target, copy, terminal.say)
    return 0
  } finally {
    await from.destroy()
  }
}

async function writeBackup(
  { file, replaces, clock }: Target,
  copy: (unfinished: string) => Promise<void>,
  say: Terminal['say'],
): Promise<void> {
  await refuseToOverwrite(file, replaces)
  const unfinished = `${file}.tmp`
  await removeAbandoned(unfinished, clock)
  await makePrivateFile(unfinished)
  try {
    await copy(unfinished)
    const contents = await finish(unfinished)
    await rename(unfinished, file)
    await syncFolder(dirname(resolve(file)))
    say(`Reservekopie gemaakt: ${file} (${contents})`)
  } catch (error) {
    await removeDatabase(unfinished)
    throw error
  }
}

async function finish(unfinished: string): Promise<string> {
  const db = openDatabaseCopy(unfinished)
  try {
    await sql`pragma secure_delete = on`.execute(db)
    await removeSessions(db)
    const faults = await checkDatabase(db, unfinished)
    if (faults.length > 0)
      throw new Refusal(
        `Er is geen reservekopie gemaakt, want de database heeft fouten:\n${faults.join('\n')}\nBewaar uw vorige reservekopie en kijk alles na met: npm run -s admin -- verify`,
      )
    return await describeContents(db, unfinished)
  } finally {
    await db.destroy()
  }
}

async function refuseOwnFile(database: string, file: string): Promise<void> {
  const [target, own] = [await realPathOf(file), await realPathOf(database)]
  if (['', ...sidecars].some((suffix) => target === `${own}${suffix}`))
    throw new Refusal(
      'Dit is de database zelf. Kies een ander bestand, liefst op een andere schijf.',
    )
}

async function refuseToOverwrite(file: string, replaces: boolean): Promise<void> {
  const there = await stat(file).catch(() => null)
  if (there === null) return
  if (!there.isFile()) throw new Refusal(`${file} is geen gewoon bestand.`)
  if (!replaces)
    throw new Refusal(
      `${file} bestaat al. Kies een andere naam, of gebruik --force om het te vervangen.`,
    )
}

async function removeAbandoned(unfinished: string, clock: Clock): Promise<void> {
  const there = await lstat(unfinished).catch(() => null)
  if (there === null) return
  if (!there.isFile() || clock.now() - there.mtimeMs < abandonedAfterMs)
    throw new Refusal(
      `${unfinished} bestaat al: er wordt nu een reservekopie gemaakt, of een eerdere is afgebroken. Verwijder dat bestand als er geen loopt.`,
    )
  await rm(unfinished)
}
