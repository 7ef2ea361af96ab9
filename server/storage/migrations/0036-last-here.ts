import type { Kysely, Migration } from 'kysely'

/**
 * The last day (in Amsterdam) on which a member opened the plan. A day and not a moment: it tells a
 * coordinator whether somebody takes part, and nothing about their working hours.
 */
export const lastHere: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('members').addColumn('last_here_on', 'text').execute()
  },
}
