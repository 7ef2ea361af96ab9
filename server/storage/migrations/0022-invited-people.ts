import type { Kysely, Migration } from 'kysely'

/**
 * For whom an invitation is: the name that the inviter wrote, the person of the plan that its user
 * becomes, and when a mail server took it. And for an answer: what its signatory corrected.
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
