import type { Kysely, Migration } from 'kysely'

/**
 * Checksums of plan data. Older rows get none: a checksum made now would vouch for existing damage.
 */
export const checksums: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('plan_changes').addColumn('body_crc32', 'bigint').execute()
    await db.schema.alterTable('plan_snapshots').addColumn('state_crc32', 'bigint').execute()
  },
}
