import type { Kysely, Migration } from 'kysely'

/**
 * Consultations with a deadline, the answers to them, and read links for people without an account.
 */
export const consultation: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('consultations')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
      .addColumn('opened_by', 'text', (c) => c.notNull().references('user.id'))
      .addColumn('opened_at', 'bigint', (c) => c.notNull())
      .addColumn('deadline', 'bigint', (c) => c.notNull())
      .addColumn('message', 'text', (c) => c.notNull())
      .addColumn('content', 'text', (c) => c.notNull())
      .addColumn('remind_at', 'bigint')
      .addColumn('reminded_at', 'bigint')
      .addColumn('closed_at', 'bigint')
      .addColumn('closed_by', 'text')
      .execute()
    await db.schema
      .createIndex('consultations_plan_idx')
      .on('consultations')
      .columns(['plan_id', 'opened_at'])
      .execute()
    await db.schema
      .createIndex('consultations_open_idx')
      .on('consultations')
      .column('plan_id')
      .unique()
      .where('closed_at' as never, 'is', null)
      .execute()
    for (const table of ['consultation_answers', 'consultation_replacements']) {
      const made = db.schema
        .createTable(table)
        .addColumn('consultation_id', 'text', (c) => c.notNull().references('consultations.id'))
        .addColumn('user_id', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint(`${table}_pk`, ['consultation_id', 'user_id'])
      await (table === 'consultation_answers'
        ? made
        : made.addColumn('replacement_id', 'text', (c) =>
            c.notNull().references('user.id').onDelete('cascade'),
          )
      ).execute()
    }
    await db.schema
      .createTable('read_links')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('consultation_id', 'text', (c) => c.notNull().references('consultations.id'))
      .addColumn('token_hash', 'text', (c) => c.notNull().unique())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('created_by', 'text', (c) => c.notNull().references('user.id'))
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('revoked_at', 'bigint')
      .execute()
    await db.schema
      .createIndex('read_links_consultation_idx')
      .on('read_links')
      .column('consultation_id')
      .execute()
    await db.schema
      .alterTable('comments')
      .addColumn('is_late', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
  },
}
