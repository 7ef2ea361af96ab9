import { type Kysely, type Migration, sql } from 'kysely'
import { staleAccounts, storeAccountWords } from '#server/storage/account-words.ts'
import type { Storage } from '#server/storage/tables.ts'

/** The folded words of names and addresses, by which administrators find people, and the order of a list of people. */
export const accountWords: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('user').addColumn('sortName', 'text').execute()
    await db.schema.alterTable('user').addColumn('wordsOf', 'text').execute()
    await db.schema
      .createTable('account_words')
      .addColumn('word', 'text', (c) => c.notNull())
      .addColumn('user_id', 'text', (c) => c.notNull().references('user.id').onDelete('cascade'))
      .addPrimaryKeyConstraint('account_words_pk', ['word', 'user_id'])
      .execute()
    await db.schema
      .createIndex('account_words_user_idx')
      .on('account_words')
      .column('user_id')
      .execute()
    while (await storeAccountWords(db as Storage)) {}
    await db.schema
      .createIndex('user_sort_name_idx')
      .on('user')
      .columns(['sortName', 'id'])
      .where('sortName', 'is not', null)
      .execute()
    await sql`create index user_stale_words_idx on "user" (id) where ${staleAccounts}`.execute(db)
  },
}
