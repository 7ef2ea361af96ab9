import { sql } from 'kysely'
import type { WordIndex } from '../engine.ts'

/** `simple`: neither stems nor stop words, as on SQLite. */
export const postgresWords: WordIndex = {
  index: [`create index plan_words_index on plan_words using gin (to_tsvector('simple', words))`],
  // Letters and digits: nothing in a query is an operator.
  has: (words) =>
    sql<boolean>`to_tsvector('simple', plan_words.words) @@ to_tsquery('simple', ${words
      .map((word) => `${word}:*`)
      .join(' & ')})`,
}
