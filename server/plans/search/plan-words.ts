import { randomBytes } from 'node:crypto'
import { slicesOf } from '#server/runtime.ts'
import { engineOf } from '#server/storage/engine.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { type SectionText, sectionTexts } from '#shared/find/section-texts.ts'
import { wordsIn } from '#shared/find/words-in.ts'
import { readPlanInSteps } from '#shared/plan/read.ts'
import {
  createSettledReading,
  type SettledReading,
  type SettledReadingDependencies,
} from '../settled-reading.ts'

/**
 * Nobody waits for a word to be found, and this reads the whole plan: once for all edits of this period.
 */
const settleAfterMs = 20_000

/** The words by which plans are found, kept beside the log as summaries are. */
export function createPlanWords(
  given: Omit<SettledReadingDependencies<Reading>, 'settleAfterMs' | 'about' | 'read' | 'write'>,
): SettledReading<Reading> {
  return createSettledReading<Reading>({
    ...given,
    settleAfterMs,
    about: 'Words of plans',
    *read(doc, format, seq) {
      const content = yield* readPlanInSteps(doc, format, { epoch: '', seq })
      return { seq, texts: yield* sectionTexts(format, content) }
    },
    write: (found) => write(given.db, found),
  })
}

type Reading = { seq: number; texts: readonly SectionText[] }

async function write(db: Storage, found: readonly (Reading & { planId: string })[]): Promise<void> {
  // In the order in which all others lock plans.
  const inOrder = [...found].sort((a, b) => (a.planId < b.planId ? -1 : 1))
  for (const some of slicesOf(inOrder, engineOf(db).plansPerWrite))
    await db.transaction().execute(async (trx) => {
      for (const { planId, seq, texts } of some) {
        const { numUpdatedRows } = await trx
          .updateTable('plans')
          .set({ words_seq: seq })
          .where('id', '=', planId)
          .where('deleted_at', 'is', null)
          // Two readings may run at once, also on two nodes.
          .where('words_seq', '<', seq)
          .executeTakeFirst()
        if (numUpdatedRows > 0n) await store(trx, planId, texts)
      }
    })
}

/** Only the sections that changed are written: the others stay in the index as they are. */
async function store(
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
