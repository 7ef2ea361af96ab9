import type { Kysely, Migration } from 'kysely'

/** The meetings of each plan, for calendars: a copy of what its document says, made when the plan next changes. */
export const planMeetings: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('plan_meetings')
      .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id').onDelete('cascade'))
      .addColumn('row_id', 'text', (c) => c.notNull())
      .addColumn('title', 'text', (c) => c.notNull())
      .addColumn('date', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('plan_meetings_pk', ['plan_id', 'row_id'])
      .execute()
  },
}
