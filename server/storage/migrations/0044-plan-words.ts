import { type Kysely, type Migration, sql } from 'kysely'
import { engineOf } from '../engine.ts'

/**
 * The words of each section of a plan, by which its members find it. A copy of what the document says: a plan whose words are
 * older than its document (`words_seq` below `document_seq`, and at first every plan) is read again.
 */
export const planWords: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('plans')
      .addColumn('words_seq', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute()
    await db.schema
      .createTable('plan_words')
      .addColumn('plan_id', 'text', (c) => c.notNull().references('plans.id').onDelete('cascade'))
      .addColumn('section', 'text', (c) => c.notNull())
      // By which the full-text index of SQLite knows the row; its own number of a row changes when the file is rebuilt.
      .addColumn('number', 'bigint', (c) => c.notNull().unique())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('words', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('plan_words_pk', ['plan_id', 'section'])
      .execute()
    for (const statement of engineOf(db).words.index) await sql.raw(statement).execute(db)
  },
}
