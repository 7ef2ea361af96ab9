import type { Kysely, Migration } from 'kysely'

/** The secret address of a person's calendar, as a hash; one for each person. */
export const calendars: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('calendars')
      .addColumn('user_id', 'text', (c) =>
        c.notNull().primaryKey().references('user.id').onDelete('cascade'),
      )
      .addColumn('token_hash', 'text', (c) => c.notNull().unique())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute()
  },
}
