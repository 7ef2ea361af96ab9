import { type Kysely, type Migration, sql } from 'kysely'
import { engineOf } from '../engine.ts'

/**
 * For several servers on one database: counts of rates that hold over all of them, requests that
 * one server passes on to another, and which migrations an earlier release can go on with.
 */
export const serversTogether: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('schema_steps')
      .addColumn('name', 'text', (c) => c.notNull().primaryKey())
      .addColumn('breaks', 'integer', (c) => c.notNull())
      .execute()
    // Gone after a crash of PostgreSQL, which costs a count or a request; and not in the WAL.
    const passing = (table: string) =>
      engineOf(db).name === 'postgres'
        ? db.schema.createTable(table).modifyFront(sql`unlogged`)
        : db.schema.createTable(table)
    await passing('rate_counts')
      .addColumn('key', 'text', (c) => c.notNull().primaryKey())
      .addColumn('credit_ms', 'bigint', (c) => c.notNull())
      .addColumn('counted_at', 'bigint', (c) => c.notNull())
      .addColumn('is_allowed', 'integer', (c) => c.notNull())
      .execute()
    await passing('node_calls')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('made_at', 'bigint', (c) => c.notNull())
      .addColumn('request', 'blob', (c) => c.notNull())
      .addColumn('answer', 'blob')
      .execute()
  },
}
