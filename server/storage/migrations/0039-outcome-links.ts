import type { Kysely, Migration } from 'kysely'

/** Links with which people without an account read the public version of what was adopted (R8). */
export const outcomeLinks: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('outcome_links')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
      .addColumn('token_hash', 'text', (c) => c.notNull().unique())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('created_by', 'text', (c) => c.notNull().references('user.id'))
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('revoked_at', 'bigint')
      .execute()
    await db.schema
      .createIndex('outcome_links_plan_idx')
      .on('outcome_links')
      .column('plan_id')
      .execute()
  },
}
