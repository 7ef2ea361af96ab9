import type { Kysely, Migration } from 'kysely'
import { keepRows } from './0009-readiness-and-audit.ts'

/** The data that was removed from frozen content when a person was forgotten. Append-only. */
export const redactions: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('redactions')
      .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id'))
      .addColumn('number', 'bigint', (c) => c.notNull())
      .addColumn('batch', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('old_hash', 'text', (c) => c.notNull())
      .addColumn('new_hash', 'text', (c) => c.notNull())
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('redactions_pk', ['plan_id', 'number'])
      .execute()
    await keepRows(db, 'redactions')
    // The end of each trail, stored a second time: a trail that is cut off at its end is a valid
    // chain by itself.
    await db.schema.alterTable('plans').addColumn('trail_number', 'bigint').execute()
    await db.schema.alterTable('plans').addColumn('trail_hash', 'text').execute()
    await markEnds(db)
    // A checksum beside each row (server/storage/row-sums.ts creates its triggers).
    await db.schema
      .createTable('row_sums')
      .addColumn('tbl', 'text', (c) => c.notNull())
      .addColumn('row_key', 'text', (c) => c.notNull())
      .addColumn('sum', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('row_sums_pk', ['tbl', 'row_key'])
      .execute()
  },
}

async function markEnds(db: Kysely<unknown>): Promise<void> {
  const any = db as Kysely<{
    plans: { id: string; trail_number: number | null; trail_hash: string | null }
    audit: { plan_id: string; number: number; hash: string }
  }>
  for (const { id } of await any.selectFrom('plans').select('id').execute()) {
    const last = await any
      .selectFrom('audit')
      .select(['number', 'hash'])
      .where('plan_id', '=', id)
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst()
    await any
      .updateTable('plans')
      .set({ trail_number: last?.number ?? 0, trail_hash: last?.hash ?? '' })
      .where('id', '=', id)
      .execute()
  }
}
