import { sql } from 'kysely'
import type { WordIndex } from './engine.ts'

/** FTS5. Triggers keep it, so that rows that are copied into the table are in it too. */
export const sqliteWords: WordIndex = {
  index: [
    `create virtual table plan_words_index using fts5(
       words, content='plan_words', content_rowid='number', tokenize='unicode61 remove_diacritics 0')`,
    `create trigger plan_words_inserted after insert on plan_words begin
       insert into plan_words_index(rowid, words) values (new.number, new.words);
     end`,
    `create trigger plan_words_deleted after delete on plan_words begin
       insert into plan_words_index(plan_words_index, rowid, words) values ('delete', old.number, old.words);
     end`,
    `create trigger plan_words_updated after update on plan_words begin
       insert into plan_words_index(plan_words_index, rowid, words) values ('delete', old.number, old.words);
       insert into plan_words_index(rowid, words) values (new.number, new.words);
     end`,
  ],
  // Letters and digits in quotes: nothing in a query is an operator.
  has: (words) =>
    sql<boolean>`plan_words.number in (select rowid from plan_words_index
      where plan_words_index match ${words.map((word) => `"${word}"*`).join(' ')})`,
}
