import type { Kysely, Migration } from 'kysely'

/** Pictures in texts and attachments at places (ADR 0027). */
export const files: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('plan_file_bodies')
      .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
      .addColumn('sha256', 'text', (c) => c.notNull())
      .addColumn('bytes', 'blob', (c) => c.notNull())
      .addPrimaryKeyConstraint('plan_file_bodies_pk', ['plan_id', 'sha256'])
      .execute()
    await db.schema
      .createTable('plan_files')
      .addColumn('id', 'text', (c) => c.notNull().primaryKey())
      .addColumn('plan_id', 'text', (c) => c.notNull())
      .addColumn('sha256', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('size', 'bigint', (c) => c.notNull())
      .addColumn('width', 'bigint')
      .addColumn('height', 'bigint')
      .addColumn('name', 'text')
      .addColumn('place', 'text')
      .addColumn('added_by', 'text', (c) => c.notNull().references('user.id'))
      .addColumn('added_at', 'bigint', (c) => c.notNull())
      .addColumn('removed_by', 'text', (c) => c.references('user.id'))
      .addColumn('removed_at', 'bigint')
      .addColumn('checked_at', 'bigint', (c) => c.notNull())
      .addColumn('unused_since', 'bigint')
      .addForeignKeyConstraint('plan_files_body_fk', ['plan_id', 'sha256'], 'plan_file_bodies', [
        'plan_id',
        'sha256',
      ])
      .execute()
    await db.schema
      .createIndex('plan_files_plan_idx')
      .on('plan_files')
      .columns(['plan_id', 'sha256'])
      .execute()
    await db.schema
      .createIndex('plan_files_checked_idx')
      .on('plan_files')
      .column('checked_at')
      .execute()
  },
}
