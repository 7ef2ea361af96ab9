import { type Kysely, type Migration, sql } from 'kysely'

/**
 * The person of the plan that a member was linked to by hand; and for an answer, that person, the
 * confirmed statement and how the session began. Earlier answers have none of these, and their
 * digests do not change.
 */
export const personLinks: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('person_links')
      .addColumn('plan_id', 'text', (c) => c.notNull())
      .addColumn('user_id', 'text', (c) => c.notNull())
      .addColumn('row_id', 'text', (c) => c.notNull())
      // No foreign key: a link outlives the account of the coordinator who made it.
      .addColumn('linked_by', 'text', (c) => c.notNull())
      .addColumn('linked_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('person_links_pk', ['plan_id', 'user_id'])
      // A user is linked to one person at most, and a person to one user.
      .addUniqueConstraint('person_links_row_unique', ['plan_id', 'row_id'])
      .addForeignKeyConstraint(
        'person_links_member_fk',
        ['plan_id', 'user_id'],
        'members',
        ['plan_id', 'user_id'],
        (fk) => fk.onDelete('cascade'),
      )
      .execute()
    for (const column of ['person_row', 'person_name', 'linked_by', 'statement', 'signed_in_by'])
      await db.schema.alterTable('approvals').addColumn(column, 'text').execute()
    // Null for links from before this was recorded.
    await db.schema
      .alterTable('sign_links')
      .addColumn('sent_by', 'text', (c) => c.check(sql`sent_by in ('mail', 'log')`))
      .execute()
  },
}
