import { type Kysely, type Migration, sql } from 'kysely'
import { engineOf } from '../engine.ts'
import { keepRows } from './0009-readiness-and-audit.ts'

/**
 * A plan may be submitted again, as a correction of what was submitted before. SQLite drops a
 * constraint only by a new table, and the files refer to the table.
 */
export const corrections: Migration = {
  async up(db: Kysely<unknown>) {
    if (engineOf(db).name === 'postgres') {
      await db.schema.alterTable('submissions').dropConstraint('submissions_plan_id_key').execute()
    } else await rebuildOnSqlite(db)
    await db.schema
      .createIndex('submissions_plan_idx')
      .on('submissions')
      .column('plan_id')
      .execute()
  },
}

async function rebuildOnSqlite(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('submissions_again')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
    .addColumn('version_id', 'text', (c) => c.notNull().references('rounds.version_id'))
    .addColumn('scheme', 'text', (c) => c.notNull())
    .addColumn('wijk_key', 'text', (c) => c.notNull())
    .addColumn('period_from', 'text', (c) => c.notNull())
    .addColumn('period_to', 'text', (c) => c.notNull())
    .addColumn('claim', 'text', (c) => c.unique())
    .addColumn('recipient', 'text', (c) => c.notNull())
    .addColumn('handed_in_on', 'text', (c) => c.notNull())
    .addColumn('contact', 'text', (c) => c.notNull())
    .addColumn('submitted_by', 'text', (c) => c.notNull())
    .addColumn('submitted_at', 'bigint', (c) => c.notNull())
    .addColumn('claim_key', 'text')
    .execute()
  await db.schema
    .createTable('submission_files_again')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('submission_id', 'text', (c) => c.notNull().references('submissions_again.id'))
    .addColumn('file_name', 'text', (c) => c.notNull())
    .addColumn('media_type', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('bytes', 'blob', (c) => c.notNull())
    .execute()
  const copied = {
    submissions: sql`id, plan_id, version_id, scheme, wijk_key, period_from, period_to, claim, recipient,
      handed_in_on, contact, submitted_by, submitted_at, claim_key`,
    submission_files: sql`id, submission_id, file_name, media_type, sha256, bytes`,
  }
  for (const [table, columns] of Object.entries(copied))
    await sql`insert into ${sql.table(`${table}_again`)} (${columns}) select ${columns} from ${sql.table(table)}`.execute(
      db,
    )
  // First the files: a table that others refer to can't be dropped.
  for (const table of ['submission_files', 'submissions'])
    await db.schema.dropTable(table).execute()
  for (const table of ['submissions', 'submission_files'])
    await db.schema.alterTable(`${table}_again`).renameTo(table).execute()
  await db.schema
    .createIndex('submission_files_sha256_idx')
    .on('submission_files')
    .column('sha256')
    .execute()
  await keepRows(db, 'submission_files')
}
