import type { Kysely, Migration } from 'kysely'
import { fold } from '#shared/fold.ts'

type FoldedPlans = { plans: { id: string; search_text: string } }

/** Searching folds letters such as ø and ß as well; the folded words that plans have were made without that. */
export const foldedLetters: Migration = {
  async up(db: Kysely<unknown>) {
    const plans = db as Kysely<FoldedPlans>
    for (const { id, search_text } of await plans
      .selectFrom('plans')
      .select(['id', 'search_text'])
      .execute()) {
      const folded = fold(search_text)
      if (folded !== search_text)
        await plans.updateTable('plans').set({ search_text: folded }).where('id', '=', id).execute()
    }
  },
}
