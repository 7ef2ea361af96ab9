import { chown, mkdir, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { sql } from 'kysely'
import type { Database } from '#server/config.ts'
import { RowNotCopied, type TableSum } from '#server/storage/copy-rows.ts'
import { openDatabase, openDatabaseReadOnly, openPostgresAsIs } from '#server/storage/database.ts'
import { engineOf } from '#server/storage/engine.ts'
import { asCommand } from '#server/storage/postgres/postgres-command.ts'
import { takeServerLock } from '#server/storage/server-lock.ts'
import {
  copyDatabase,
  describeSums,
  mustBeSound,
  mustBeThisRelease,
  mustBeUnused,
  withEmptyPostgres,
} from './copy-database.ts'
import { makePrivateFile, removeDatabase, sizeOf, syncFolder } from './database-files.ts'
import { type ExitCode, plainLine, Refusal, type Terminal } from './terminal.ts'

/** The two places of an installation: the file of SQLite in DATA_DIR, and DATABASE_URL. */
export type Places = { database: string; url: string }

/**
 * Moves an installation to the other database, from the place where it is to an empty one. The source is read and never
 * written. Plans keep their epoch: every change that a screen or a device ever had acknowledged is in the copy under the
 * same number, so that a client goes on where it was (HS4 asks for a new epoch only when it is not).
 */
export async function move(
  to: Database['kind'],
  places: Places,
  terminal: Terminal,
): Promise<ExitCode> {
  if (to === 'sqlite') await mkdir(dirname(places.database), { recursive: true, mode: 0o700 })
  // A server on the folder would write on, in the source or in the target.
  const lock = takeServerLock(dirname(places.database), 0)
  if (lock === null)
    throw new Refusal('De server draait nog op DATA_DIR. Stop hem eerst. Er is niets veranderd.')
  try {
    const sums = await moves[to](places, terminal)
    const rows = sums.reduce((total, sum) => total + sum.rows, 0)
    for (const line of [
      ...describeSums(sums),
      `Verplaatst: ${rows} rijen, elke tabel gelijk aan de bron, en alle plannen nagekeken.`,
      ...nextSteps[to],
    ])
      terminal.say(line)
    return 0
  } catch (error) {
    if (!(error instanceof RowNotCopied)) throw error
    throw new Refusal(
      `Er is niets verplaatst, want deze rij kan niet mee:\n${plainLine(error.message, 500)}\nPas de tekst aan in Wijktafel en probeer het opnieuw.`,
      { cause: error },
    )
  } finally {
    lock.release()
  }
}

const moves: {
  readonly [To in Database['kind']]: (places: Places, terminal: Terminal) => Promise<TableSum[]>
} = { postgres: toPostgres, sqlite: toSqlite }

const nextSteps: { readonly [To in Database['kind']]: readonly string[] } = {
  postgres: [
    'Nu te doen: start de server met DATABASE_URL en dezelfde DATA_DIR, want daar staan de sleutels.',
    'De database in DATA_DIR is niet veranderd. Start er geen server meer op: wat daar dan bij komt, gaat niet mee.',
  ],
  sqlite: [
    'Nu te doen: start de server zonder DATABASE_URL, met deze DATA_DIR.',
    'De PostgreSQL-database is niet veranderd. Start er geen server meer op: wat daar dan bij komt, gaat niet mee.',
  ],
}

async function toPostgres({ database, url }: Places, terminal: Terminal): Promise<TableSum[]> {
  if (!((await sizeOf(database)) ?? 0))
    throw new Refusal(`Er is geen database om te verplaatsen: ${database}. Staat DATA_DIR goed?`)
  const from = openDatabaseReadOnly(database)
  try {
    await mustBeThisRelease(from)
    terminal.progress('De bron wordt nagekeken.')
    await mustBeSound({ db: from, file: database, what: 'De bron' }, terminal)
    return await withEmptyPostgres(url, (to) =>
      copyDatabase({ from, to, file: null, checks: 'copy' }, terminal),
    )
  } finally {
    await from.destroy()
  }
}

async function toSqlite({ database, url }: Places, terminal: Terminal): Promise<TableSum[]> {
  if ((await sizeOf(database)) !== null)
    throw new Refusal(
      `Er is al een database: ${database}. Er is niets veranderd. Verplaats die eerst naar een andere map, of kies met DATA_DIR een andere.`,
    )
  const from = openPostgresAsIs(asCommand(url))
  try {
    await mustBeThisRelease(from)
    return await engineOf(from).alone(async () => {
      await mustBeUnused(from)
      terminal.progress('De bron wordt nagekeken.')
      await mustBeSound({ db: from, file: null, what: 'De bron' }, terminal)
      return writeFile(from, database, terminal)
    })
  } finally {
    await from.destroy()
  }
}

/** Under another name until it is complete: a broken-off move leaves no database behind. */
async function writeFile(
  from: ReturnType<typeof openPostgresAsIs>,
  database: string,
  terminal: Terminal,
): Promise<TableSum[]> {
  const folder = dirname(database)
  const incoming = `${database}.moving`
  await removeDatabase(incoming)
  await makePrivateFile(incoming)
  try {
    const to = await openDatabase(incoming)
    let sums: TableSum[]
    try {
      sums = await copyDatabase({ from, to, file: incoming, checks: 'copy' }, terminal)
      await sql`pragma journal_mode = delete`.execute(to)
    } finally {
      await to.destroy()
    }
    const { uid, gid } = await stat(folder)
    if (process.getuid?.() === 0 && uid !== 0) await chown(incoming, uid, gid)
    await rename(incoming, database)
    await syncFolder(folder)
    return sums
  } catch (error) {
    await removeDatabase(incoming)
    throw error
  }
}
