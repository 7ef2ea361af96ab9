import { createHash } from 'node:crypto'
import { type Kysely, type Migration, sql } from 'kysely'
import { systemClock } from '#server/runtime.ts'

/**
 * Our own sessions and sign-in links: how each began, who handed over the link, and its reach.
 * Existing sessions stay valid, with the largest reach that is certain. A mailed link can't be
 * distinguished from one that the operator passed on, so such a session counts as handed over by
 * the operator; the session of an account that an invitation made, and whose address is unproven,
 * counts as handed over by the inviter.
 */
export const sessions: Migration = {
  async up(db: Kysely<unknown>) {
    await makeTables(db)
    const old = db.withTables<OldTables>()
    const now = systemClock.now()
    const newcomers = await invitersOfNewcomers(old)
    for (const row of await old.selectFrom('session').selectAll().execute()) {
      const inviter = newcomers.get(row.userId) ?? null
      await old
        .insertInto('sessions')
        .values({
          id: row.id,
          token_hash: createHash('sha256').update(row.token).digest('base64url'),
          user_id: row.userId,
          method: 'handed',
          handed_by: inviter,
          reach: inviter === null ? 'full' : 'newcomer',
          created_at: Date.parse(row.createdAt) || now,
          expires_at: Date.parse(row.expiresAt) || now,
        })
        .execute()
    }
    // Pending links live for a day and can be requested again; converting another library's rows is
    // not worth the risk.
    for (const table of ['session', 'account', 'verification'])
      await db.schema.dropTable(table).execute()
  },
}

type OldTables = {
  user: { id: string; emailVerified: number; createdAt: string }
  session: { id: string; token: string; userId: string; createdAt: string; expiresAt: string }
  invites: { accepted_by: string | null; accepted_at: number | null; created_by: string }
  sessions: Record<string, string | number | null>
}

/** An account was created when its first invitation was accepted. */
async function invitersOfNewcomers(old: Kysely<OldTables>): Promise<Map<string, string>> {
  const rows = await old
    .selectFrom('user')
    .innerJoin('invites', 'invites.accepted_by', 'user.id')
    .where('user.emailVerified', '=', 0)
    .select(['user.id', 'user.createdAt', 'invites.accepted_at', 'invites.created_by'])
    .execute()
  return new Map(
    rows
      .filter((row) => Date.parse(row.createdAt) === row.accepted_at)
      .map((row) => [row.id, row.created_by]),
  )
}

async function makeTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sessions')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('user_id', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
    .addColumn('method', 'text', (c) =>
      c.notNull().check(sql`method in ('mail', 'passkey', 'oidc', 'handed')`),
    )
    .addColumn('handed_by', 'text', (c) => c.references('user.id').onDelete('cascade'))
    .addColumn('reach', 'text', (c) => c.notNull().check(reachIsKnown()))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addCheckConstraint(
      'sessions_handed_by_someone',
      sql`reach = 'full' or (method = 'handed' and handed_by is not null)`,
    )
    .execute()
  await db.schema.createIndex('sessions_user_idx').on('sessions').column('user_id').execute()
  await db.schema
    .createTable('sign_in_links')
    .addColumn('id', 'text', (c) => c.notNull().primaryKey())
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('kind', 'text', (c) =>
      c.notNull().check(sql`kind in ('first', 'address', 'change', 'handed')`),
    )
    .addColumn('method', 'text', (c) => c.notNull().check(sql`method in ('mail', 'handed')`))
    .addColumn('email', 'text')
    .addColumn('name', 'text')
    .addColumn('makes_admin', 'integer', (c) => c.notNull().defaultTo(0))
    .addColumn('user_id', 'text', (c) => c.references('user.id').onDelete('cascade'))
    .addColumn('handed_by', 'text', (c) => c.references('user.id').onDelete('cascade'))
    .addColumn('reach', 'text', (c) => c.notNull().check(reachIsKnown()))
    .addColumn('plan_id', 'text', (c) => c.references('plans.id'))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('used_at', 'bigint')
    .addColumn('session_id', 'text')
    .addColumn('told_at', 'bigint')
    .addCheckConstraint(
      'sign_in_links_of_one_kind',
      sql`(kind = 'first' and user_id is null and email is null)
        or (kind = 'address' and user_id is null and email is not null)
        or (kind = 'change' and user_id is not null and email is not null and makes_admin = 0)
        or (kind = 'handed' and user_id is not null and email is null and handed_by is not null
          and makes_admin = 0 and reach in ('own-plans', 'plans-of-hander'))`,
    )
    .execute()
  await db.schema
    .createIndex('sign_in_links_user_idx')
    .on('sign_in_links')
    .column('user_id')
    .execute()
}

const reachIsKnown = () =>
  sql<boolean>`reach in ('full', 'newcomer', 'own-plans', 'plans-of-hander')`
