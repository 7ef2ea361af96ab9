import type { Kysely, Migration } from 'kysely'

/**
 * A member can be invited to some sections of a plan: their ids as JSON, or null for the whole
 * plan.
 */
export const parts: Migration = {
  async up(db: Kysely<unknown>) {
    for (const table of ['members', 'invites'])
      await db.schema.alterTable(table).addColumn('sections', 'text').execute()
  },
}
