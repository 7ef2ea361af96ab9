import { chown, mkdir, rename, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import { databaseFile } from '#server/config.ts'
import { folderMark } from '#server/installation-keys.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import { openDatabase, openDatabaseReadOnly } from '#server/storage/database.ts'
import { takeServerLock } from '#server/storage/server-lock.ts'
import { takeSqliteAlone } from '#server/storage/sqlite.ts'
import { copySqlite } from '#server/storage/sqlite-copy.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { counted } from '#shared/counted.ts'
import { describeContents } from './contents.ts'
import { copyDatabase, withEmptyPostgres } from './copy-database.ts'
import { checkDatabase } from './database-checks.ts'
import {
  keepAs,
  makePrivateFile,
  realPathOf,
  removeDatabase,
  sidecars,
  sizeOf,
  syncFolder,
} from './database-files.ts'
import { checkPlans, nameOf } from './plan-checks.ts'
import { removeSessions } from './remove-sessions.ts'
import { type ExitCode, explain, Refusal, type Terminal } from './terminal.ts'

type Incoming = {
  file: string
  /** Whether a backup in which some plans are damaged is put back too. */
  acceptsFaults: boolean
  clock: Clock
  ids: Ids
}
type Restore = Incoming & { database: string }

/** Replaces the database by a backup, completely or not at all. The server must be stopped. */
export async function restore(given: Restore, { say }: Pick<Terminal, 'say'>): Promise<ExitCode> {
  const { database, file, clock } = given
  if ((await sizeOf(file)) === null) throw new Refusal(`${file} bestaat niet.`)
  // The database's folder may not exist yet; the backup then can't be the database.
  if ((await realPathOf(file)) === (await realPathOf(database).catch(() => null)))
    throw new Refusal('Dit is de database zelf. Geef het bestand van de reservekopie op.')
  await refuseUnusable(file)
  const folder = dirname(database)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const oldSize = await sizeOf(database)
  // No server may start in the meantime either; the lock below keeps out commands that use the
  // database beside it.
  const lock = takeServerLock(folder, 0)
  const alone = lock === null ? null : takeSqliteAlone(database)
  if (lock === null || alone === null) {
    lock?.release()
    throw new Refusal(
      'De server draait nog, of een ander programma gebruikt de database. Stop de server en probeer het opnieuw. Er is niets veranderd.',
    )
  }
  const incoming = `${database}.restoring`
  let isDone = false
  try {
    await removeDatabase(incoming)
    await makePrivateFile(incoming)
    await copySqlite(file, incoming)
    const report = await prepare(incoming, given)
    await giveTo(folder, incoming)
    const kept =
      oldSize === null || oldSize === 0
        ? null
        : `${database}.before-restore-${new Date(clock.now())
            .toISOString()
            .replace(/\.\d+Z$/, 'Z')
            .replaceAll(':', '')}`
    if (kept !== null) await setAside(database, kept)
    await rename(incoming, database)
    isDone = true
    await syncFolder(folder)
    for (const line of [...report, ...nextSteps(kept)]) say(line)
    return 0
  } finally {
    if (!isDone) await removeDatabase(incoming)
    if (!isDone && oldSize === null) await removeDatabase(database)
    alone.release()
    lock.release()
  }
}

/**
 * Puts a backup into an empty PostgreSQL database. The database of before is another one, which stays as it is: nothing is
 * ever removed here.
 */
export async function restorePostgres(
  { url, dataDir, ...given }: Incoming & { url: string; dataDir: string },
  terminal: Terminal,
): Promise<ExitCode> {
  const { file, acceptsFaults } = given
  if ((await sizeOf(file)) === null) throw new Refusal(`${file} bestaat niet.`)
  await refuseUnusable(file)
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  // Made ready as a file: a backup of an earlier release is brought up to date there.
  const incoming = join(dataDir, `${databaseFile}.restoring`)
  const report = await withEmptyPostgres(url, async (to) => {
    await removeDatabase(incoming)
    await makePrivateFile(incoming)
    try {
      await copySqlite(file, incoming)
      const lines = await prepare(incoming, given)
      const from = openDatabaseReadOnly(incoming)
      try {
        const checks = acceptsFaults ? 'none' : 'copy'
        await copyDatabase({ from, to, file: null, checks }, terminal)
      } finally {
        await from.destroy()
      }
      return lines
    } finally {
      await removeDatabase(incoming)
    }
  })
  for (const line of [...report, ...nextSteps(null)]) terminal.say(line)
  return 0
}

/**
 * Checked before anything is changed: a truncated file, a file of another kind or one of a newer
 * release is refused.
 */
async function refuseUnusable(file: string): Promise<void> {
  try {
    const db = openDatabaseReadOnly(file)
    try {
      const faults = await checkDatabase(db, file)
      if (faults.length > 0) throw new Refusal(faults.join('\n'))
    } finally {
      await db.destroy()
    }
  } catch (error) {
    throw new Refusal(`${file} is niet teruggezet; er is niets veranderd.\n${explain(error)}`, {
      cause: error,
    })
  }
}

/**
 * Turns the copy into the database to be served: migrated, verified, with a new epoch and without
 * sessions.
 */
async function prepare(
  incoming: string,
  { file, acceptsFaults, clock, ids }: Incoming,
): Promise<string[]> {
  const db = await openDatabase(incoming)
  try {
    const faults: string[] = []
    for await (const { plan, faults: own } of checkPlans(db))
      faults.push(...own.map((fault) => `${nameOf(plan)}: ${fault}`))
    if (faults.length > 0 && !acceptsFaults) {
      throw new Refusal(
        `${file} is niet teruggezet; er is niets veranderd. Deze plannen zijn beschadigd:\n${faults.join('\n')}\nNeem een andere reservekopie. Met --force zet u deze toch terug; een beschadigd plan opent dan niet, of niet met de tekst die er stond.`,
      )
    }
    const contents = await describeContents(db, incoming)
    const { invites, outcomeLinks } = await beginAnew(db, clock, ids)
    // Back to one file, so that one rename puts all of it in place.
    await sql`pragma journal_mode = delete`.execute(db)
    return [
      `Teruggezet: ${file} (${contents})`,
      ...faults.map((fault) => `Beschadigd teruggezet: ${fault}`),
      `Iedereen is uitgelogd en logt opnieuw in. ${invites === 0 ? 'Er stonden geen uitnodigingen open.' : `${counted(invites, 'openstaande uitnodiging is', 'openstaande uitnodigingen zijn')} ingetrokken.`}`,
      ...(outcomeLinks === 0
        ? []
        : [
            `${counted(outcomeLinks, 'link naar uitkomsten is', 'links naar uitkomsten zijn')} ingetrokken. De coördinator van het plan maakt zo nodig een nieuwe.`,
          ]),
      'Schermen die nog openstonden schrijven niets in het teruggezette plan: wie daar werk heeft dat ontbreekt, krijgt het als kopie aangeboden.',
    ]
  } finally {
    await db.destroy()
  }
}

/**
 * A restored plan has another history than screens and devices of members have: with a new epoch
 * these stop syncing (HS4, EP2). Open invitations, read links and links to outcomes end, because one of them may have
 * been used or withdrawn since the backup, and no mail is sent that may have been sent already.
 */
async function beginAnew(
  db: Storage,
  clock: Clock,
  ids: Ids,
): Promise<{ invites: number; outcomeLinks: number }> {
  return db.transaction().execute(async (trx) => {
    const plans = await trx.selectFrom('plans').select('id').execute()
    for (const { id } of plans)
      await trx.updateTable('plans').set({ epoch: ids.next() }).where('id', '=', id).execute()
    await removeSessions(trx)
    // Which DATA_DIR has the keys: perhaps another one from now on.
    await trx.deleteFrom('installation_keys').where('name', '=', folderMark).execute()
    const now = clock.now()
    const open = await trx
      .updateTable('invites')
      .set({ withdrawn_at: now })
      .where('accepted_at', 'is', null)
      .where('withdrawn_at', 'is', null)
      .where('expires_at', '>', now)
      .executeTakeFirst()
    await revokeAll(trx, 'read_links', now)
    const outcomeLinks = await revokeAll(trx, 'outcome_links', now)
    await trx
      .updateTable('outbox')
      .set({ state: 'void', ended_at: now, reason: 'restored from a backup', claimed_until: null })
      .where('state', '=', 'waiting')
      .execute()
    await trx
      .updateTable('consultations')
      .set({ reminded_at: now })
      .where('remind_at', '<=', now)
      .where('reminded_at', 'is', null)
      .execute()
    return { invites: Number(open.numUpdatedRows), outcomeLinks }
  })
}

async function revokeAll(
  trx: StorageTransaction,
  links: 'read_links' | 'outcome_links',
  now: number,
): Promise<number> {
  const revoked = await trx
    .updateTable(links)
    .set({ revoked_at: now })
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return Number(revoked.numUpdatedRows)
}

/** A restore as root must not leave a database that the server's own user can't open. */
async function giveTo(folder: string, incoming: string): Promise<void> {
  const { uid, gid } = await stat(folder)
  if (process.getuid?.() === 0 && uid !== 0) await chown(incoming, uid, gid)
}

/**
 * The replaced database is kept complete under another name; the files beside a damaged one move
 * with it.
 */
async function setAside(database: string, kept: string): Promise<void> {
  await keepAs(database, kept)
  for (const suffix of sidecars)
    if ((await sizeOf(`${database}${suffix}`)) !== null)
      await rename(`${database}${suffix}`, `${kept}${suffix}`)
}

function nextSteps(kept: string | null): string[] {
  return [
    ...(kept === null ? [] : [`De vorige database is bewaard: ${kept}`]),
    'Nu te doen: start de server. Een inloglink voor uzelf maakt u met: npm run -s admin -- link --email E --name N',
    'Kijk daarna bij elk plan de leden na: wie na deze reservekopie is verwijderd, is er weer lid van.',
  ]
}
