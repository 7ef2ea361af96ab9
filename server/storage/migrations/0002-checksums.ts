import type { Kysely, Migration } from 'kysely'

/** Checksums of what plans are made of. Older rows stay without: one made now would vouch for damage that is there already. */
export const checksums: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('plan_changes').addColumn('body_crc32', 'bigint').execute()
    await db.schema.alterTable('plan_snapshots').addColumn('state_crc32', 'bigint').execute()
  },
}
