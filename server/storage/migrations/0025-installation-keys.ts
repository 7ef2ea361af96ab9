import type { Kysely, Migration } from 'kysely'

/** The keys of an installation of several servers, encrypted; of one server they are in DATA_DIR. */
export const installationKeys: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('installation_keys')
      .addColumn('name', 'text', (c) => c.notNull().primaryKey())
      .addColumn('value', 'text', (c) => c.notNull())
      .execute()
  },
}
