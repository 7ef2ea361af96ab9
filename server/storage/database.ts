import { existsSync } from 'node:fs'
import { type Migration, Migrator, sql } from 'kysely'
import { engineOf } from './engine.ts'
import { initial } from './migrations/0001-initial.ts'
import { checksums } from './migrations/0002-checksums.ts'
import { comments } from './migrations/0003-comments.ts'
import { storageProbe } from './migrations/0004-storage-probe.ts'
import { mail } from './migrations/0005-mail.ts'
import { consultation } from './migrations/0006-consultation.ts'
import { parts } from './migrations/0007-parts.ts'
import { versions } from './migrations/0008-versions.ts'
import { readinessAndAudit } from './migrations/0009-readiness-and-audit.ts'
import { agreement } from './migrations/0010-agreement.ts'
import { endingsAndDays } from './migrations/0012-endings-and-days.ts'
import { sessions } from './migrations/0013-sessions.ts'
import { personLinks } from './migrations/0014-person-links.ts'
import { limits } from './migrations/0015-limits.ts'
import { summaries } from './migrations/0016-summaries.ts'
import { redactions } from './migrations/0020-redactions.ts'
import { passkeys } from './migrations/0021-passkeys.ts'
import { invitedPeople } from './migrations/0022-invited-people.ts'
import { oidc } from './migrations/0023-oidc.ts'
import { inbox } from './migrations/0024-inbox.ts'
import { installationKeys } from './migrations/0025-installation-keys.ts'
import { calendars } from './migrations/0026-calendars.ts'
import { applicationsOnce } from './migrations/0027-applications-once.ts'
import { serversTogether } from './migrations/0028-servers-together.ts'
import { accountMerges } from './migrations/0029-account-merges.ts'
import { corrections } from './migrations/0030-corrections.ts'
import { requirements } from './migrations/0031-requirements.ts'
import { applicationKeys } from './migrations/0032-application-keys.ts'
import { timelines } from './migrations/0033-timelines.ts'
import { lastHere } from './migrations/0036-last-here.ts'
import { idTokenHints } from './migrations/0037-id-token-hints.ts'
import { firstQuestions } from './migrations/0038-first-questions.ts'
import { outcomeLinks } from './migrations/0039-outcome-links.ts'
import { foldedLetters } from './migrations/0041-folded-letters.ts'
import { accountWords } from './migrations/0042-account-words.ts'
import { planWords } from './migrations/0044-plan-words.ts'
import { files } from './migrations/0045-files.ts'
import { planMeetings } from './migrations/0046-plan-meetings.ts'
import { storageOnPostgres } from './postgres/postgres-engine.ts'
import type { TimelineMemory } from './postgres/postgres-timelines.ts'
import { dropRowSumTriggers, isSchemaAsSummed, keepRowSums } from './row-sums.ts'
import { canGoOn, noteSteps } from './schema-steps.ts'
import { openSqlite, openSqliteReadOnly, openSqliteSingleFile } from './sqlite.ts'
import { storageOnSqlite } from './sqlite-engine.ts'
import { isHeldUp } from './storage-faults.ts'
import type { Storage } from './tables.ts'

/**
 * In code and not read from a folder, because the server is one bundled file. Names are permanent.
 */
const migrations = {
  '0001-initial': initial,
  '0002-checksums': checksums,
  '0003-comments': comments,
  '0004-storage-probe': storageProbe,
  '0005-mail': mail,
  '0006-consultation': consultation,
  '0007-parts': parts,
  '0008-versions': versions,
  '0009-readiness-and-audit': readinessAndAudit,
  '0010-agreement': agreement,
  '0012-endings-and-days': endingsAndDays,
  '0013-sessions': sessions,
  '0014-person-links': personLinks,
  '0015-limits': limits,
  '0016-summaries': summaries,
  '0020-redactions': redactions,
  '0021-passkeys': passkeys,
  '0022-invited-people': invitedPeople,
  '0023-oidc': oidc,
  '0024-inbox': inbox,
  '0025-installation-keys': installationKeys,
  '0026-calendars': calendars,
  '0027-applications-once': applicationsOnce,
  '0028-servers-together': serversTogether,
  '0029-account-merges': accountMerges,
  '0030-corrections': corrections,
  '0031-requirements': requirements,
  '0032-application-keys': applicationKeys,
  '0033-timelines': timelines,
  '0036-last-here': lastHere,
  '0037-id-token-hints': idTokenHints,
  '0038-first-questions': firstQuestions,
  '0039-outcome-links': outcomeLinks,
  '0041-folded-letters': foldedLetters,
  '0042-account-words': accountWords,
  '0044-plan-words': planWords,
  '0045-files': files,
  '0046-plan-meetings': planMeetings,
} as const satisfies Readonly<Record<string, Migration>>

export type MigrationName = keyof typeof migrations

/**
 * Opens the database and migrates its schema. One connection: SQLite has one writer anyway, and a
 * transaction here then never meets a database that our own code keeps busy. Never start a second
 * query outside a transaction while awaiting inside one: it would wait for itself. Throws an Error
 * for the operator for a database of a newer release: running on would lose its data.
 */
export async function openDatabase(file: string): Promise<Storage> {
  const db = storageOnSqlite(openSqlite(file), { isReadOnly: false })
  try {
    await migrate(db)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return db
}

/** Longer than a transaction of a request, shorter than a person waits for a screen. */
const migrationLockMs = 3_000

/**
 * The same on PostgreSQL. Nodes that start together migrate one after the other. Throws an Error
 * for the operator if the server can't be reached or is older than 15.
 */
export async function openPostgres(
  url: string,
  options: { onIdleError: (error: Error) => void; timeline?: TimelineMemory },
): Promise<Storage> {
  // No time limit: migrating a large table takes long.
  const migrating = storageOnPostgres(url, {
    ...options,
    statementWithinMs: 0,
    lockWithinMs: migrationLockMs,
  })
  try {
    await mustBeSupported(migrating)
    await migrate(migrating)
  } finally {
    await migrating.destroy()
  }
  return storageOnPostgres(url, { ...options, timelines: options.timeline ?? 'forgotten' })
}

/** Of any release, so call `readSchema` first; it is not migrated. */
export function openPostgresAsIs(url: string): Storage {
  // No time limit: a check reads whole tables.
  return storageOnPostgres(url, { onIdleError: () => {}, statementWithinMs: 0 })
}

const oldestPostgres = 15

async function mustBeSupported(db: Storage): Promise<void> {
  const { rows } = await sql<{
    version: string
    encoding: string
  }>`select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding`.execute(
    db,
  )
  const [{ version = '', encoding = '' } = {}] = rows
  if (Math.floor(Number(version) / 10_000) < oldestPostgres)
    throw new Error(
      `Wijktafel heeft PostgreSQL ${oldestPostgres} of nieuwer nodig.\nWijktafel needs PostgreSQL ${oldestPostgres} or newer.`,
    )
  if (encoding !== 'UTF8')
    throw new Error(
      `De database van DATABASE_URL moet UTF-8 gebruiken: createdb -E UTF8 -T template0.\nThe database of DATABASE_URL must use UTF-8: createdb -E UTF8 -T template0.`,
    )
}

/** Creates a database as the release with this last migration did, to test upgrades. */
export async function makeDatabaseAsOf(file: string, last: MigrationName): Promise<void> {
  const db = storageOnSqlite(openSqlite(file), { isReadOnly: false })
  try {
    const { error } = await migratorOf(db).migrateTo(last)
    if (error !== undefined) throw error
  } finally {
    await db.destroy()
  }
}

/** Read-only, also beside a running server; of any release, so call `readSchema` first. */
export function openDatabaseReadOnly(file: string): Storage {
  return storageOnSqlite(openSqliteReadOnly(file), { isReadOnly: true })
}

/** A copy that will be moved elsewhere; it is not migrated. */
export function openDatabaseCopy(file: string): Storage {
  return storageOnSqlite(openSqliteSingleFile(file), { isReadOnly: false })
}

export type Schema =
  | { kind: 'foreign' }
  | {
      kind: 'newer'
      unknown: string[]
      /** Whether it has every migration of this release, and the others only added to them. */
      canGoOn: boolean
    }
  | {
      kind: 'known'
      applied: ReadonlySet<MigrationName>
      /** Whether it has every migration of this release. */
      isCurrent: boolean
    }

/** Identifies a database file before anything is done with it. */
export async function readSchema(db: Storage): Promise<Schema> {
  const applied = await appliedMigrations(db)
  if (applied.length === 0) return { kind: 'foreign' }
  const unknown = applied.filter((name) => !isKnown(name))
  const isCurrent = applied.length - unknown.length === Object.keys(migrations).length
  if (unknown.length > 0)
    return { kind: 'newer', unknown, canGoOn: isCurrent && (await canGoOn(db, unknown)) }
  return { kind: 'known', applied: new Set(applied.filter(isKnown)), isCurrent }
}

/**
 * How far the migration of a file is. `tables`: its tables are those of this release, and the sum that a migration writes
 * at its end is another one: it has not ended, or somebody changed the schema.
 */
export async function migrationOf(file: string): Promise<'none' | 'tables' | 'whole'> {
  if (!existsSync(file)) return 'none'
  const db = openDatabaseReadOnly(file)
  try {
    const schema = await readSchema(db)
    if (schema.kind === 'newer') return 'whole'
    if (schema.kind === 'foreign' || !schema.isCurrent) return 'none'
    return (await isSchemaAsSummed(db)) ? 'whole' : 'tables'
  } catch {
    // Locked by the process that migrates it, or no database: the opening that follows says so.
    return 'none'
  } finally {
    await db.destroy()
  }
}

function isKnown(name: string): name is MigrationName {
  return Object.hasOwn(migrations, name)
}

function migratorOf(db: Storage): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } })
}

/** Times that a migration starts over when servers beside it held what it needed. */
const attempts = 20

/**
 * Servers of the release before may be running: a migration waits a few seconds for their locks and
 * not longer, because everybody who comes later waits behind it; then it starts over.
 */
async function migrate(db: Storage): Promise<void> {
  await engineOf(db).alone(async () => {
    const schema = await readSchema(db)
    if (schema.kind === 'newer') {
      // Left as it is: its own release migrated it, and its checksums cover what it has.
      if (schema.canGoOn) return
      const names = schema.unknown.join(', ')
      throw new Error(
        `Deze database is van een nieuwere versie van Wijktafel (${names}). Installeer die versie, of zet een oudere reservekopie terug.\n` +
          `This database was made by a newer release (${names}). Install that release, or restore an older backup.`,
      )
    }
    const isChanged = schema.kind === 'foreign' || !schema.isCurrent
    for (let attempt = 1; ; attempt++) {
      try {
        return await migrateAlone(db, { isChanged })
      } catch (error) {
        const { cause = error } = error as Error
        if (attempt === attempts || !isHeldUp(cause)) throw error
      }
    }
  })
}

async function migrateAlone(db: Storage, { isChanged }: { isChanged: boolean }): Promise<void> {
  if (isChanged) await dropRowSumTriggers(db)
  const { error } = await migratorOf(db).migrateToLatest()
  if (error !== undefined)
    throw new Error('The database could not be brought up to date; nothing was changed.', {
      cause: error,
    })
  await keepRowSums(db, { isChanged })
}

/** Tells servers of earlier releases that restart now whether they can go on beside this one. */
export function noteMigrations(db: Storage): Promise<void> {
  return noteSteps(db, Object.keys(migrations))
}

async function appliedMigrations(db: Storage): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some((table) => table.name === 'kysely_migration')) return []
  const rows = await db
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .execute()
  return rows.map((row) => row.name)
}
