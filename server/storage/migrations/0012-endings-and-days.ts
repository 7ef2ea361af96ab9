import { type Kysely, type Migration, sql } from 'kysely'
import { keepRows } from './0009-readiness-and-audit.ts'

/**
 * Why a plan ended and which plan superseded it; and the state of each plan at the end of a day
 * (ADR 0014).
 */
export const endingsAndDays: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('plan_endings')
      .addColumn('plan_id', 'text', (c) => c.notNull().primaryKey().references('plans.id'))
      .addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('expired', 'superseded')`))
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('successor_id', 'text', (c) => c.references('plans.id'))
      // The answers and the version at the time of the ending, which stay visible as they were.
      .addColumn('from_status', 'text', (c) => c.notNull())
      .addColumn('ended_by', 'text', (c) => c.notNull())
      .addColumn('ended_at', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createTable('plan_days')
      .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
      .addColumn('day', 'text', (c) => c.notNull())
      .addColumn('seq', 'bigint', (c) => c.notNull())
      .addColumn('content', 'blob', (c) => c.notNull())
      .addPrimaryKeyConstraint('plan_days_pk', ['plan_id', 'day'])
      .execute()
    await keepRows(db, 'plan_endings')
  },
}
