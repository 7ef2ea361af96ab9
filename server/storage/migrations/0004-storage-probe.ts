import type { Kysely, Migration } from 'kysely'

/**
 * One row that is written to find out whether storage accepts writes again after a failed commit.
 */
export const storageProbe: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('storage_probe')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute()
  },
}
