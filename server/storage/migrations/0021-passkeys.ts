import { type Kysely, type Migration, sql } from 'kysely'

/**
 * Passkeys of people, and the answered challenges: each is valid for one answer. A newcomer can
 * sign in again by a passkey, so newcomer sessions are no longer handed ones only; SQLite changes a
 * constraint only by a new table.
 */
export const passkeys: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('passkeys')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('user_id', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
      .addColumn('credential_id', 'text', (c) => c.notNull().unique())
      .addColumn('public_key', 'text', (c) => c.notNull())
      .addColumn('counter', 'bigint', (c) => c.notNull())
      .addColumn('transports', 'text', (c) => c.notNull())
      .addColumn('reach', 'text', (c) => c.notNull().check(sql`reach in ('full', 'newcomer')`))
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('last_used_at', 'bigint')
      .execute()
    await db.schema.createIndex('passkeys_user_idx').on('passkeys').column('user_id').execute()
    await db.schema
      .createTable('used_challenges')
      .addColumn('hash', 'text', (c) => c.notNull().primaryKey())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('sessions_of_people')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('token_hash', 'text', (c) => c.notNull().unique())
      .addColumn('user_id', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
      .addColumn('method', 'text', (c) =>
        c.notNull().check(sql`method in ('mail', 'passkey', 'oidc', 'handed')`),
      )
      .addColumn('handed_by', 'text', (c) => c.references('user.id').onDelete('cascade'))
      .addColumn('reach', 'text', (c) =>
        c.notNull().check(sql`reach in ('full', 'newcomer', 'own-plans', 'plans-of-hander')`),
      )
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addCheckConstraint(
        'sessions_reach_fits_method',
        sql`reach = 'full' or (reach = 'newcomer' and method = 'passkey')
          or (method = 'handed' and handed_by is not null)`,
      )
      .execute()
    const columns = sql`id, token_hash, user_id, method, handed_by, reach, created_at, expires_at`
    await sql`insert into sessions_of_people (${columns}) select ${columns} from sessions`.execute(
      db,
    )
    await db.schema.dropTable('sessions').execute()
    await db.schema.alterTable('sessions_of_people').renameTo('sessions').execute()
    await db.schema.createIndex('sessions_user_idx').on('sessions').column('user_id').execute()
  },
}
