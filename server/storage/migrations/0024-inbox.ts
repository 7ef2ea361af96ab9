import type { Kysely, Migration } from 'kysely'

/**
 * The open questions to each member, stored when they are committed, so that no list has to search
 * plans; and the actions that a plan assigns to people, as read with its summary.
 */
export const inbox: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('asks')
      .addColumn('plan_id', 'text', (c) => c.notNull())
      .addColumn('user_id', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('about', 'text', (c) => c.notNull())
      .addColumn('due', 'text')
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('asks_pk', ['plan_id', 'user_id', 'kind', 'about'])
      // A former member has no questions.
      .addForeignKeyConstraint(
        'asks_member_fk',
        ['plan_id', 'user_id'],
        'members',
        ['plan_id', 'user_id'],
        (fk) => fk.onDelete('cascade'),
      )
      .execute()
    await db.schema.createIndex('asks_about_idx').on('asks').columns(['plan_id', 'about']).execute()
    await db.schema.createIndex('asks_user_idx').on('asks').columns(['user_id', 'at']).execute()
    await db.schema
      .createTable('plan_tasks')
      .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id').onDelete('cascade'))
      .addColumn('row_id', 'text', (c) => c.notNull())
      .addColumn('person_row', 'text', (c) => c.notNull())
      .addColumn('title', 'text', (c) => c.notNull())
      .addColumn('due', 'text')
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('plan_tasks_pk', ['plan_id', 'row_id'])
      .execute()
    await db.schema
      .createIndex('person_links_user_idx')
      .on('person_links')
      .column('user_id')
      .execute()
    await db.schema
      .createTable('inbox_settings')
      .addColumn('user_id', 'text', (c) =>
        c.notNull().primaryKey().references('user.id').onDelete('cascade'),
      )
      .addColumn('muted', 'text', (c) => c.notNull())
      .addColumn('seen_at', 'bigint', (c) => c.notNull())
      .execute()
  },
}
