import type { Kysely, Migration } from 'kysely'
import { keepRows } from './0009-readiness-and-audit.ts'

/**
 * Which requirements of ours hold up a plan, chosen by its coordinator; and versions that a
 * coordinator adopted although not everyone agreed. Both are append-only.
 */
export const requirements: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('requirement_choices')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
      .addColumn('requirement', 'text', (c) => c.notNull())
      .addColumn('is_required', 'integer', (c) => c.notNull())
      .addColumn('user_id', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('seq', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createIndex('requirement_choices_plan_idx')
      .on('requirement_choices')
      .columns(['plan_id', 'requirement', 'seq'])
      .execute()
    await db.schema
      .createTable('adoptions')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
      .addColumn('version_id', 'text', (c) => c.notNull().references('versions.id'))
      .addColumn('missing', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('user_id', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('seq', 'bigint', (c) => c.notNull())
      .execute()
    await db.schema
      .createIndex('adoptions_version_idx')
      .on('adoptions')
      .columns(['version_id', 'seq'])
      .execute()
    await keepRows(db, 'requirement_choices')
    await keepRows(db, 'adoptions')
  },
}
