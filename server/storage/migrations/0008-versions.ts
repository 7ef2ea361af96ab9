import type { Kysely, Migration } from 'kysely'
import { guardRows } from './0009-readiness-and-audit.ts'

/**
 * Frozen states of a plan, and triggers that keep them frozen for every program that writes to the
 * database.
 */
export const versions: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('versions')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
      .addColumn('number', 'integer', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('format_id', 'text', (c) => c.notNull())
      .addColumn('format_version', 'integer', (c) => c.notNull())
      .addColumn('format_hash', 'text', (c) => c.notNull())
      .addColumn('epoch', 'text', (c) => c.notNull())
      .addColumn('seq', 'bigint', (c) => c.notNull())
      .addColumn('total_cents', 'bigint')
      .addColumn('content', 'blob', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      // No foreign key: a version must not block the removal of an account.
      .addColumn('created_by', 'text', (c) => c.notNull())
      .addColumn('seal', 'text', (c) => c.notNull())
      .addUniqueConstraint('versions_number_unique', ['plan_id', 'number'])
      .addForeignKeyConstraint(
        'versions_format_fk',
        ['format_id', 'format_version'],
        'plan_formats',
        ['id', 'version'],
      )
      .execute()
    // Numbers are consecutive. This also stops `insert or replace`, which removes a row without
    // firing the delete trigger.
    await guardRows(db, {
      name: 'versions_in_order',
      table: 'versions',
      before: 'insert',
      when: `new.number is distinct from (select coalesce(max(number), 0) + 1 from versions where plan_id = new.plan_id) or exists (select 1 from versions where id = new.id)`,
      message: 'a version has the next number and an id of its own',
    })
    await guardRows(db, {
      name: 'versions_never_change',
      table: 'versions',
      before: 'update',
      message: 'a version never changes',
    })
    await guardRows(db, {
      name: 'versions_stay',
      table: 'versions',
      before: 'delete',
      when: 'exists (select 1 from plans where id = old.plan_id and deleted_at is null)',
      message: 'a version stays as long as its plan',
    })
  },
}
