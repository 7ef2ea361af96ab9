import type { Kysely, Migration } from 'kysely'

/**
 * The timelines of PostgreSQL that this database has lived on, and the last number of each plan when
 * one began: after a promotion or a recovery the log may lack changes that somebody knows
 * (postgres-timelines.ts). They describe the database server and not the plans, so they are no part
 * of a copy, and are not in `Tables`.
 */
export const timelines: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('timelines')
      .addColumn('number', 'integer', (c) => c.notNull().primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('began_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('timeline_heads')
      .addColumn('number', 'integer', (c) => c.notNull())
      .addColumn('plan_id', 'text', (c) => c.notNull())
      .addColumn('seq', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('timeline_heads_pk', ['plan_id', 'number'])
      .execute()
  },
}
