import { Kysely, type Migration, Migrator, SqliteDialect } from 'kysely'
import { initial } from './migrations/0001-initial.ts'
import { openSqlite } from './sqlite.ts'
import type { Storage } from './tables.ts'

/** In code and not read from a folder, because the server runs as one bundled file. Names are permanent. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-initial': initial,
}

/**
 * Opens the database and brings its schema up to date. One connection: SQLite has one writer anyway, and a transaction
 * here then never meets a busy database of our own making. Never start a second query outside a transaction while
 * awaiting inside one, it would wait for itself.
 * Throws a clear Error for a database that a newer release made: running on would lose what that release stored.
 */
export async function openDatabase(file: string): Promise<Storage> {
  const db: Storage = new Kysely({ dialect: new SqliteDialect({ database: openSqlite(file) }) })
  try {
    await migrate(db)
  } catch (error) {
    await db.destroy()
    throw error
  }
  return db
}

async function migrate(db: Storage): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } })
  const unknown = (await appliedMigrations(db)).filter((name) => !Object.hasOwn(migrations, name))
  if (unknown.length > 0) {
    throw new Error(
      `Deze database is van een nieuwere versie van Wijktafel (${unknown.join(', ')}). Installeer die versie, of zet een oudere reservekopie terug.\n` +
        `This database was made by a newer release (${unknown.join(', ')}). Install that release, or restore an older backup.`,
    )
  }
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw new Error('The database could not be brought up to date; nothing was changed.', { cause: error })
}

async function appliedMigrations(db: Storage): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some((table) => table.name === 'kysely_migration')) return []
  const rows = await db.withTables<{ kysely_migration: { name: string } }>().selectFrom('kysely_migration').select('name').execute()
  return rows.map((row) => row.name)
}
