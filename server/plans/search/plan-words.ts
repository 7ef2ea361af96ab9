import { randomBytes } from 'node:crypto'
import type { StorageTransaction } from '#server/storage/tables.ts'
import { type SectionText, sectionTexts } from '#shared/find/section-texts.ts'
import { wordsIn } from '#shared/find/words-in.ts'
import { readPlanInSteps } from '#shared/plan/read.ts'
import {
  createSettledReading,
  type SettledReading,
  type SettledReadingShared,
} from '../settled-reading.ts'

/**
 * Nobody waits for a word to be found, and this reads the whole plan: once for all edits of this period.
 */
const settleAfterMs = 20_000

/** The words by which plans are found, kept beside the log as summaries are. */
export function createPlanWords(given: SettledReadingShared): SettledReading<Reading> {
  return createSettledReading<Reading>({
    ...given,
    settleAfterMs,
    about: 'Words of plans',
    *read(doc, format, seq) {
      const content = yield* readPlanInSteps(doc, format, { epoch: '', seq })
      return { seq, texts: yield* sectionTexts(format, content) }
    },
    async store(tx, { planId, seq, texts }) {
      const { numUpdatedRows } = await tx
        .updateTable('plans')
        .set({ words_seq: seq })
        .where('id', '=', planId)
        .where('deleted_at', 'is', null)
        .where('words_seq', '<', seq)
        .executeTakeFirst()
      if (numUpdatedRows > 0n) await storeTexts(tx, planId, texts)
      return false
    },
  })
}

type Reading = { seq: number; texts: readonly SectionText[] }

/** Only the sections that changed are written: the others stay in the index as they are. */
async function storeTexts(
  trx: StorageTransaction,
  planId: string,
  texts: readonly SectionText[],
): Promise<void> {
  const old = new Map(
    (
      await trx
        .selectFrom('plan_words')
        .select(['section', 'body'])
        .where('plan_id', '=', planId)
        .execute()
    ).map(({ section, body }) => [section, body]),
  )
  const current = new Map(texts.map(({ section, text }) => [section, text]))
  for (const section of old.keys())
    if (current.get(section) !== old.get(section))
      await trx
        .deleteFrom('plan_words')
        .where('plan_id', '=', planId)
        .where('section', '=', section)
        .execute()
  for (const [section, body] of current) {
    if (body === old.get(section)) continue
    const row = {
      plan_id: planId,
      section,
      number: newNumber(),
      body,
      words: wordsIn(body).join(' '),
    }
    await trx.insertInto('plan_words').values(row).execute()
  }
}

/** 52 random bits: two rows of a million have the same one once in ten thousand installations, and are then read again. */
function newNumber(): number {
  return Number(randomBytes(8).readBigUInt64BE() >> 12n)
}

/** In the transaction that removes a plan, or a name in it: nothing of it is found from then on. */
export async function removeWords(trx: StorageTransaction, planId: string): Promise<void> {
  await trx.deleteFrom('plan_words').where('plan_id', '=', planId).execute()
  // Read again when it is listed or changed.
  await trx.updateTable('plans').set({ words_seq: 0 }).where('id', '=', planId).execute()
}
