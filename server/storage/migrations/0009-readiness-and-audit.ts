import { type Kysely, type Migration, sql } from 'kysely'
import { engineOf, type RowGuard } from '../engine.ts'

/**
 * Reasons for submitting despite a warning, and the audit trail of each plan. Both are append-only.
 */
export const readinessAndAudit: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('overrules')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
      .addColumn('key', 'text', (c) => c.notNull())
      .addColumn('rule', 'text', (c) => c.notNull())
      .addColumn('reason', 'text')
      .addColumn('user_id', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('seq', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createIndex('overrules_plan_idx')
      .on('overrules')
      .columns(['plan_id', 'key', 'seq'])
      .execute()
    await db.schema
      .createTable('audit')
      .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
      .addColumn('number', 'bigint', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      // No foreign key: the trail outlives an account.
      .addColumn('actor', 'text')
      .addColumn('on_behalf_of', 'text')
      .addColumn('action', 'text', (c) => c.notNull())
      .addColumn('object', 'text', (c) => c.notNull())
      .addColumn('result', 'text', (c) => c.notNull())
      .addColumn('channel', 'text', (c) => c.notNull())
      .addColumn('address', 'text')
      .addColumn('hash', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('audit_pk', ['plan_id', 'number'])
      .execute()
    await keepRows(db, 'overrules')
    await keepRows(db, 'audit')
  },
}

/** Rows are added and never changed or deleted, by any program that writes to the database. */
export async function keepRows(db: Kysely<unknown>, table: string): Promise<void> {
  const message = `rows of ${table} are only ever added`
  await guardRows(db, { name: `${table}_never_change`, table, before: 'update', message })
  await guardRows(db, { name: `${table}_stay`, table, before: 'delete', message })
}

/** Refuses a change in any program that writes to the database. */
export async function guardRows(db: Kysely<unknown>, guard: RowGuard): Promise<void> {
  for (const statement of engineOf(db).guards.statements(guard))
    await sql.raw(statement).execute(db)
}
