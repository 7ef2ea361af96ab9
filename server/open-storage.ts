import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openAccounts } from './auth/accounts.ts'
import { type Database, databaseFile } from './config.ts'
import { openDataFolder, refuseLostDatabase } from './data-folder.ts'
import { currentOrigin } from './http/request-origin.ts'
import { keepAsks } from './plans/inbox/keep-asks.ts'
import { createPlanWriter } from './plans/plan-writer.ts'
import type { Clock, Ids, Logger } from './runtime.ts'
import { migrationOf, noteMigrations, openDatabase, openPostgres } from './storage/database.ts'
import { createSqlPlanLog } from './storage/plan-log-sql.ts'
import { type ServerLock, takeServerLock } from './storage/server-lock.ts'
import { meaningOf } from './storage/storage-faults.ts'
import type { Storage } from './storage/tables.ts'
import { timelineIn } from './timeline-file.ts'

/**
 * Only database, log and accounts: what the command line needs, without the code that serves
 * requests, which takes as long to load as most commands run. The caller destroys `db`. Rejects
 * with an Error for the operator if the database can't be opened.
 */
export async function openStorage(given: {
  clock: Clock
  ids: Ids
  logger: Logger
  dataDir: string
  database: Database
  publicUrl: string
}) {
  // No other user of this machine may read plans and sessions.
  await openDataFolder(given.dataDir, given.logger)
  const db = await openers[given.database.kind](given)
  await noteMigrations(db)
  const log = createSqlPlanLog({ db, clock: given.clock, originOf: currentOrigin })
  const writer = createPlanWriter({ ...given, db, log, originOf: currentOrigin, keepAsks })
  return { db, log, writer, ...openAccounts({ ...given, db, writer }) }
}

/** Migrating a large database takes long; the triggers that follow do not. */
const waitedMs = { none: 60_000, tables: 5_000 } as const
const lookAgainMs = 50

/**
 * The same for a command, which may run beside a server. Two processes can't migrate one file of SQLite at once: while a
 * server does, the command waits, and without a server it keeps others out until the database is up to date. PostgreSQL
 * has a lock of its own for that.
 */
export async function openStorageForCommand(
  given: Parameters<typeof openStorage>[0],
): ReturnType<typeof openStorage> {
  const lock = given.database.kind === 'sqlite' ? await whenMigrated(given) : null
  try {
    return await openStorage(given)
  } finally {
    lock?.release()
  }
}

/** Resolves when no server is migrating; with the lock of the server if the database has yet to be migrated. */
async function whenMigrated({
  dataDir,
  clock,
}: {
  dataDir: string
  clock: Clock
}): Promise<ServerLock | null> {
  const file = join(dataDir, databaseFile)
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  for (const startedAt = clock.elapsed(); ; ) {
    const migration = await migrationOf(file)
    if (migration === 'whole') return null
    // If a server finished in between, the migration of this command has nothing to do.
    const lock = takeServerLock(dataDir, 0)
    if (lock !== null) return lock
    if (clock.elapsed() - startedAt > waitedMs[migration]) return null
    await sleep(lookAgainMs)
  }
}

function urlOf(database: Database): string {
  if (database.kind !== 'postgres') throw new Error('The settings name no PostgreSQL database.')
  return database.url
}

type Opening = { dataDir: string; database: Database; logger: Logger }

const openers: { readonly [K in Database['kind']]: (given: Opening) => Promise<Storage> } = {
  async sqlite({ dataDir }) {
    await refuseLostDatabase(dataDir)
    return openDatabase(join(dataDir, databaseFile))
  },
  async postgres({ dataDir, database, logger }) {
    try {
      return await openPostgres(urlOf(database), {
        onIdleError: (error) => logger.warn({ err: error }, 'A connection to PostgreSQL was lost'),
        timeline: timelineIn(dataDir),
      })
    } catch (cause) {
      if (meaningOf(cause)?.meaning !== 'refuse') throw cause
      throw new Error(
        `De database van DATABASE_URL kan niet worden gebruikt: ${reasonOf(cause)}. Draait PostgreSQL, en kloppen server, poort, database, gebruiker en wachtwoord?\n` +
          'The database of DATABASE_URL can not be used. Is PostgreSQL running, and are host, port, database, user and password right?',
        { cause },
      )
    }
  },
}

/** The message of the driver or the server. Neither repeats a password. */
function reasonOf(error: unknown): string {
  const { cause = error } = error as Error
  return cause instanceof Error && cause.message !== '' ? cause.message : 'geen antwoord'
}
