import type { Kysely, Migration } from 'kysely'

/** Indexes for the counts of limits, and how the content of a version is compressed. */
export const limits: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.createIndex('plans_maker_idx').on('plans').column('created_by').execute()
    await db.schema
      .createIndex('invites_maker_idx')
      .on('invites')
      .columns(['created_by', 'created_at'])
      .execute()
    await db.schema
      .createIndex('invites_email_idx')
      .on('invites')
      .columns(['email', 'created_at'])
      .execute()
    await db.schema
      .createIndex('outbox_made_idx')
      .on('outbox')
      .columns(['user_id', 'created_at'])
      .execute()
    await db.schema
      .createIndex('approvals_version_idx')
      .on('approvals')
      .column('version_id')
      .execute()
    await db.schema
      .createIndex('bsn_answers_plan_idx')
      .on('bsn_answers')
      .column('plan_id')
      .execute()
    // Existing versions do not change: a trigger refuses every update of a row.
    await db.schema
      .alterTable('versions')
      .addColumn('packing', 'text', (c) => c.notNull().defaultTo('none'))
      .execute()
  },
}
