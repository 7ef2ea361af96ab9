import { type Kysely, type Migration, sql } from 'kysely'
import { keepRows } from './0009-readiness-and-audit.ts'

/** Rounds of akkoord, mandates, answers, signed records and submitted files. */
export const agreement: Migration = {
  async up(db: Kysely<unknown>) {
    await makeRoundTables(db)
    await db.schema.alterTable('outbox').addColumn('sign_version_id', 'text').execute()
    await db.schema.alterTable('outbox').addColumn('sign_seat', 'text').execute()
    await makeSigningTables(db)
    await makeSubmissionTables(db)
    for (const table of [
      'rounds',
      'mandates',
      'approvals',
      'reminders',
      'signing_keys',
      'version_records',
      'submission_files',
    ])
      await keepRows(db, table)
  },
}

async function makeRoundTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('rounds')
    .addColumn('version_id', 'text', (c) => c.notNull().primaryKey().references('versions.id'))
    .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('code', 'text', (c) => c.notNull().unique())
    .addColumn('editorial_of', 'text', (c) => c.references('versions.id'))
    .addColumn('deadline', 'text', (c) => c.notNull())
    .addColumn('seats', 'text', (c) => c.notNull())
    .addColumn('presented_at', 'bigint', (c) => c.notNull())
    .addColumn('presented_by', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('rounds_plan_idx').on('rounds').columns(['plan_id', 'seq']).execute()
  await db.schema
    .createTable('mandates')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('seat', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) =>
      c.notNull().check(sql`kind in ('holder', 'deputy', 'withdrawn')`),
    )
    .addColumn('position', 'text', (c) => c.notNull())
    .addColumn('organisation', 'text', (c) => c.notNull())
    .addColumn('level', 'text', (c) => c.notNull())
    .addColumn('on_behalf_of', 'text', (c) => c.notNull())
    .addColumn('given_by', 'text', (c) => c.notNull())
    .addColumn('given_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('mandates_number_unique', ['plan_id', 'number'])
    .execute()
  await db.schema
    .createTable('approvals')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
    .addColumn('version_id', 'text', (c) => c.notNull().references('rounds.version_id'))
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('seat', 'text', (c) => c.notNull())
    .addColumn('verdict', 'text', (c) =>
      c
        .notNull()
        .check(sql`verdict in ('agreed', 'agreed-with-remark', 'not-agreed', 'withdrawn')`),
    )
    .addColumn('remark', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    // The signatory's data at the time of the answer: a member who leaves later has still agreed.
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('position', 'text', (c) => c.notNull())
    .addColumn('organisation', 'text', (c) => c.notNull())
    .addColumn('level', 'text', (c) => c.notNull())
    .addColumn('on_behalf_of', 'text', (c) => c.notNull())
    .addColumn('is_deputy', 'integer', (c) => c.notNull())
    .addColumn('channel', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('approvals_number_unique', ['plan_id', 'number'])
    .execute()
  await db.schema
    .createTable('reminders')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('version_id', 'text', (c) => c.notNull().references('rounds.version_id'))
    .addColumn('seat', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createIndex('reminders_version_idx')
    .on('reminders')
    .column('version_id')
    .execute()
  await db.schema
    .createTable('sign_links')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
    .addColumn('version_id', 'text', (c) => c.notNull().references('rounds.version_id'))
    .addColumn('seat', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('used_at', 'bigint')
    .execute()
  await db.schema
    .createIndex('sign_links_version_idx')
    .on('sign_links')
    .column('version_id')
    .execute()
}

async function makeSigningTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('signing_keys')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('public_key', 'text', (c) => c.notNull())
    .addColumn('since', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('version_records')
    .addColumn('version_id', 'text', (c) => c.notNull().references('rounds.version_id'))
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('record', 'text', (c) => c.notNull())
    .addColumn('key_id', 'text', (c) => c.notNull().references('signing_keys.id'))
    .addColumn('signature', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('version_records_pk', ['version_id', 'number'])
    .execute()
}

async function makeSubmissionTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('submissions')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('plan_id', 'text', (c) => c.notNull().unique().references('plans.id'))
    .addColumn('version_id', 'text', (c) => c.notNull().references('rounds.version_id'))
    .addColumn('scheme', 'text', (c) => c.notNull())
    .addColumn('wijk_key', 'text', (c) => c.notNull())
    .addColumn('period_from', 'text', (c) => c.notNull())
    .addColumn('period_to', 'text', (c) => c.notNull())
    // Null if a neighbourhood may apply more than once, and for an expired plan.
    .addColumn('claim', 'text', (c) => c.unique())
    .addColumn('recipient', 'text', (c) => c.notNull())
    .addColumn('handed_in_on', 'text', (c) => c.notNull())
    .addColumn('contact', 'text', (c) => c.notNull())
    .addColumn('submitted_by', 'text', (c) => c.notNull())
    .addColumn('submitted_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('submission_files')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('submission_id', 'text', (c) => c.notNull().references('submissions.id'))
    .addColumn('file_name', 'text', (c) => c.notNull())
    .addColumn('media_type', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('bytes', 'blob', (c) => c.notNull())
    .execute()
  await db.schema
    .createIndex('submission_files_sha256_idx')
    .on('submission_files')
    .column('sha256')
    .execute()
}
