import { lstat, rename, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { sql } from 'kysely'
import type { Clock } from '#server/runtime.ts'
import { openDatabaseCopy } from '#server/storage/database.ts'
import { copySqlite } from '#server/storage/sqlite-copy.ts'
import { describeContents } from './contents.ts'
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

type Backup = {
  database: string
  file: string
  /** Whether an older backup of the same name may be replaced. */
  replaces: boolean
  clock: Clock
}

/**
 * A file with this name that was not written to for this long was left by an interrupted backup.
 */
const abandonedAfterMs = 60 * 60 * 1000

/**
 * Copies the database while the server runs. `file` appears only when it is complete and verified.
 */
export async function backUp(
  { database, file, replaces, clock }: Backup,
  { say }: Terminal,
): Promise<ExitCode> {
  if ((await sizeOf(database)) === null)
    throw new Refusal(`Er is nog geen database: ${database}. Staat DATA_DIR goed?`)
  await refuseToOverwrite({ database, file, replaces })
  const unfinished = `${file}.tmp`
  await removeAbandoned(unfinished, clock)
  await makePrivateFile(unfinished)
  try {
    await copySqlite(database, unfinished)
    const contents = await finish(unfinished)
    await rename(unfinished, file)
    await syncFolder(dirname(resolve(file)))
    say(`Reservekopie gemaakt: ${file} (${contents})`)
    return 0
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

async function refuseToOverwrite({
  database,
  file,
  replaces,
}: Omit<Backup, 'clock'>): Promise<void> {
  const [target, own] = [await realPathOf(file), await realPathOf(database)]
  if (['', ...sidecars].some((suffix) => target === `${own}${suffix}`))
    throw new Refusal(
      'Dit is de database zelf. Kies een ander bestand, liefst op een andere schijf.',
    )
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
