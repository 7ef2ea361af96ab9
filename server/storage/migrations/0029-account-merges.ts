import { type Kysely, type Migration, sql } from 'kysely'

/**
 * Two accounts of one person. A merged account keeps its row, because what it did is recorded under
 * its id and name; `mergedInto` names the account that holds those things now.
 */
export const accountMerges: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('user')
      .addColumn('mergedInto', 'text', (c) => c.references('user.id'))
      .execute()
    await db.schema.createIndex('user_merged_idx').on('user').column('mergedInto').execute()
    await db.schema
      .createTable('account_merges')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('kept_id', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
      .addColumn('closed_id', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
      .addColumn('proposed_by', 'text', (c) =>
        c.notNull().references('user.id').onDelete('cascade'),
      )
      .addColumn('proposed_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addColumn('kept_confirmed_at', 'bigint')
      .addColumn('closed_confirmed_at', 'bigint')
      .addColumn('vouched_by', 'text', (c) => c.references('user.id').onDelete('cascade'))
      .addColumn('outcome', 'text', (c) =>
        c.check(sql`outcome in ('merged', 'declined', 'withdrawn', 'void')`),
      )
      .addColumn('ended_at', 'bigint')
      .addColumn('told_at', 'bigint')
      .addCheckConstraint('account_merges_of_two', sql`kept_id <> closed_id`)
      .execute()
    for (const column of ['kept_id', 'closed_id'])
      await db.schema
        .createIndex(`account_merges_${column}_idx`)
        .on('account_merges')
        .column(column)
        .execute()
  },
}
