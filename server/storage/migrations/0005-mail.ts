import { type Kysely, type Migration, sql } from 'kysely'

/** Waiting and sent mails, the subject of each, and how often a user wants mail. */
export const mail: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('mail_settings')
      .addColumn('user_id', 'text', (c) =>
        c.notNull().primaryKey().references('user.id').onDelete('cascade'),
      )
      .addColumn('rhythm', 'text', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('outbox')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('user_id', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
      .addColumn('consultation_id', 'text')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('state', 'text', (c) =>
        c.notNull().check(sql`state in ('waiting', 'sent', 'failed', 'void')`),
      )
      .addColumn('due_at', 'bigint', (c) => c.notNull())
      .addColumn('attempts', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('claimed_until', 'bigint')
      .addColumn('ended_at', 'bigint')
      .addColumn('reason', 'text')
      .execute()
    await db.schema
      .createIndex('outbox_due_idx')
      .on('outbox')
      .columns(['state', 'due_at'])
      .execute()
    await db.schema
      .createIndex('outbox_user_idx')
      .on('outbox')
      .columns(['user_id', 'state', 'kind'])
      .execute()
    await db.schema
      .createTable('mail_notices')
      .addColumn('user_id', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
      .addColumn('about', 'text', (c) => c.notNull())
      .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
      .addColumn('thread_id', 'text', (c) => c.notNull().references('threads.id'))
      .addColumn('seq', 'bigint', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('mail_id', 'text', (c) => c.notNull().references('outbox.id').onDelete('cascade'))
      // Nobody gets two mails about the same comment.
      .addPrimaryKeyConstraint('mail_notices_pk', ['user_id', 'about'])
      .execute()
    await db.schema
      .createIndex('mail_notices_mail_idx')
      .on('mail_notices')
      .column('mail_id')
      .execute()
  },
}
