import type { Kysely, Migration } from 'kysely'

/**
 * The ID token by which a session began at an organisation, to end the session there too. Encrypted
 * with the token of the session (server/auth/oidc/id-token-hint.ts), and gone with its row.
 */
export const idTokenHints: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('sessions').addColumn('id_token', 'text').execute()
  },
}
