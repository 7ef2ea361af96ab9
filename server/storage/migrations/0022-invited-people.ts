import type { Kysely, Migration } from 'kysely'

/**
 * The intended user of an invitation: the name that the inviter wrote, the person of the plan that
 * the user becomes, and the time at which a mail server accepted it. And for an answer: the
 * corrections of its signatory.
 */
export const invitedPeople: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('invites').addColumn('name', 'text').execute()
    // No foreign key: a row of the document.
    await db.schema.alterTable('invites').addColumn('person_row', 'text').execute()
    await db.schema.alterTable('invites').addColumn('mailed_at', 'bigint').execute()
    await db.schema.alterTable('approvals').addColumn('corrected', 'text').execute()
  },
}
