import type { Kysely, Migration } from 'kysely'

/**
 * The time at which all open questions of a plan were stored for the first time; null for a plan of
 * before they were. The first server of this release brings these up to date (catch-up.ts).
 */
export const firstQuestions: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('plans').addColumn('asks_kept_at', 'bigint').execute()
  },
}
