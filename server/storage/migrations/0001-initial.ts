import { type Kysely, type Migration, sql } from 'kysely'

/**
 * First schema. The four account tables have the shape that better-auth 1.7 required; 0013 removes
 * three of them.
 */
export const initial: Migration = {
  async up(db: Kysely<unknown>) {
    await makeAccountTables(db)
    await makePlanTables(db)
    await makeMemberTables(db)
  },
}

async function makeAccountTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('user')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('email', 'text', (c) => c.notNull().unique())
    .addColumn('emailVerified', 'integer', (c) => c.notNull())
    .addColumn('image', 'text')
    .addColumn('createdAt', 'date', (c) => c.notNull())
    .addColumn('updatedAt', 'date', (c) => c.notNull())
    .addColumn('isAdmin', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  await db.schema
    .createTable('session')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('expiresAt', 'date', (c) => c.notNull())
    .addColumn('token', 'text', (c) => c.notNull().unique())
    .addColumn('createdAt', 'date', (c) => c.notNull())
    .addColumn('updatedAt', 'date', (c) => c.notNull())
    .addColumn('ipAddress', 'text')
    .addColumn('userAgent', 'text')
    .addColumn('userId', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
    .execute()
  await db.schema
    .createTable('account')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('accountId', 'text', (c) => c.notNull())
    .addColumn('providerId', 'text', (c) => c.notNull())
    .addColumn('userId', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
    .addColumn('accessToken', 'text')
    .addColumn('refreshToken', 'text')
    .addColumn('idToken', 'text')
    .addColumn('accessTokenExpiresAt', 'date')
    .addColumn('refreshTokenExpiresAt', 'date')
    .addColumn('scope', 'text')
    .addColumn('password', 'text')
    .addColumn('createdAt', 'date', (c) => c.notNull())
    .addColumn('updatedAt', 'date', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('verification')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('identifier', 'text', (c) => c.notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .addColumn('expiresAt', 'date', (c) => c.notNull())
    .addColumn('createdAt', 'date', (c) => c.notNull())
    .addColumn('updatedAt', 'date', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('session_userId_idx').on('session').column('userId').execute()
  await db.schema.createIndex('account_userId_idx').on('account').column('userId').execute()
  await db.schema
    .createIndex('verification_identifier_idx')
    .on('verification')
    .column('identifier')
    .execute()
}

async function makePlanTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('plan_formats')
    .addColumn('id', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('json', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('plan_formats_pk', ['id', 'version'])
    .execute()
  await db.schema
    .createTable('plans')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('format_id', 'text', (c) => c.notNull())
    .addColumn('format_version', 'integer', (c) => c.notNull())
    .addColumn('status', 'text', (c) => c.notNull())
    .addColumn('epoch', 'text', (c) => c.notNull())
    .addColumn('seq', 'bigint', (c) => c.notNull().defaultTo(0))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('created_by', 'text', (c) => c.notNull().references('user.id'))
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    // No foreign key: writing a plan must not fail because an account was removed in the meantime.
    .addColumn('changed_by', 'text')
    .addColumn('deleted_at', 'bigint')
    .addColumn('title', 'text', (c) => c.notNull().defaultTo(''))
    .addColumn('wijk', 'text', (c) => c.notNull().defaultTo(''))
    .addColumn('team', 'text', (c) => c.notNull().defaultTo(''))
    .addColumn('period_from', 'text')
    .addColumn('period_to', 'text')
    .addColumn('total_cents', 'bigint')
    .addColumn('summary_seq', 'bigint', (c) => c.notNull().defaultTo(0))
    .addForeignKeyConstraint('plans_format_fk', ['format_id', 'format_version'], 'plan_formats', [
      'id',
      'version',
    ])
    .execute()
  await db.schema
    .createTable('plan_changes')
    .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('actor', 'text')
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('body', 'blob', (c) => c.notNull())
    .addPrimaryKeyConstraint('plan_changes_pk', ['plan_id', 'seq'])
    .execute()
  await db.schema
    .createTable('plan_snapshots')
    .addColumn('plan_id', 'text', (c) => c.notNull().primaryKey().references('plans.id'))
    .addColumn('seq', 'bigint', (c) => c.notNull())
    .addColumn('state', 'blob', (c) => c.notNull())
    .execute()
}

async function makeMemberTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('members')
    .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
    .addColumn('user_id', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
    .addColumn('role', 'text', (c) =>
      c.notNull().check(sql`role in ('coordinator', 'editor', 'commenter', 'reader')`),
    )
    .addColumn('discipline', 'text')
    .addColumn('added_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('members_pk', ['plan_id', 'user_id'])
    .execute()
  await db.schema.createIndex('members_user_idx').on('members').column('user_id').execute()
  await db.schema
    .createTable('invites')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('role', 'text', (c) => c.notNull())
    .addColumn('discipline', 'text')
    .addColumn('email', 'text')
    .addColumn('created_by', 'text', (c) => c.notNull().references('user.id'))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('accepted_at', 'bigint')
    .addColumn('accepted_by', 'text', (c) => c.references('user.id'))
    .addColumn('withdrawn_at', 'bigint')
    .execute()
  await db.schema.createIndex('invites_plan_idx').on('invites').column('plan_id').execute()
}
