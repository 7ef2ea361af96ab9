import { type Kysely, type Migration, sql } from 'kysely'

/**
 * Accounts at an identity provider, by issuer and subject, and which issuer began a session. A user of a provider whose
 * addresses are not trusted is a newcomer; SQLite changes a constraint only by a new table.
 */
export const oidc: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('oidc_accounts')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('user_id', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
      .addColumn('issuer', 'text', (c) => c.notNull())
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('label', 'text', (c) => c.notNull())
      .addColumn('reach', 'text', (c) => c.notNull().check(sql`reach in ('full', 'newcomer')`))
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('last_used_at', 'bigint')
      .addUniqueConstraint('oidc_accounts_of_one_person', ['issuer', 'subject'])
      .execute()
    await db.schema
      .createIndex('oidc_accounts_user_idx')
      .on('oidc_accounts')
      .column('user_id')
      .execute()

    await db.schema
      .createTable('sessions_with_issuer')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('token_hash', 'text', (c) => c.notNull().unique())
      .addColumn('user_id', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
      .addColumn('method', 'text', (c) =>
        c.notNull().check(sql`method in ('mail', 'passkey', 'oidc', 'handed')`),
      )
      .addColumn('handed_by', 'text', (c) => c.references('user.id').onDelete('cascade'))
      .addColumn('issuer', 'text')
      .addColumn('reach', 'text', (c) =>
        c.notNull().check(sql`reach in ('full', 'newcomer', 'own-plans', 'plans-of-hander')`),
      )
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addCheckConstraint(
        'sessions_reach_fits_method',
        sql`reach = 'full' or (reach = 'newcomer' and method in ('passkey', 'oidc'))
          or (method = 'handed' and handed_by is not null)`,
      )
      .addCheckConstraint('sessions_issuer_of_oidc', sql`(method = 'oidc') = (issuer is not null)`)
      .execute()
    const columns = sql`id, token_hash, user_id, method, handed_by, reach, created_at, expires_at`
    await sql`insert into sessions_with_issuer (${columns}) select ${columns} from sessions where method <> 'oidc'`.execute(
      db,
    )
    await db.schema.dropTable('sessions').execute()
    await db.schema.alterTable('sessions_with_issuer').renameTo('sessions').execute()
    await db.schema.createIndex('sessions_user_idx').on('sessions').column('user_id').execute()
  },
}
