import type { PlanReading } from '#server/plans/plan-reading.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'
import type { Thread } from '#shared/api/comments.ts'
import { FlatText } from '#shared/comments/flat-text.ts'
import { textOf, type WordsPlace, wordsOfRange } from '#shared/comments/range-words.ts'
import type { Parts } from '#shared/format/parts-of-format.ts'
import { readThreads } from './read-threads.ts'
import { partOfThreads } from './shown-threads.ts'

type Words = Record<string, WordsPlace>
type CommentedPlanInput = {
  plan: Pick<PlanRow, 'id' | 'format_id' | 'format_version'>
  minSeq: number
  userId: string
  parts: Parts
}

/**
 * A plan as far as a user may read it, with the comments on that part and the position of each
 * quote in this text.
 */
export async function readCommentedPlan(
  { db, reading }: { db: Storage; reading: PlanReading },
  { plan, minSeq, userId, parts }: CommentedPlanInput,
) {
  const all = await readThreads(db, { planId: plan.id, userId })
  const { also: words, ...read } = await reading.contentWith(plan, { minSeq, parts }, (doc) =>
    wordsOfThreads(all, doc),
  )
  const threads = partOfThreads(all, { ...read, parts })
  const shown = new Set(threads.map((thread) => thread.id))
  return {
    ...read,
    threads,
    words: Object.fromEntries(Object.entries(words).filter(([id]) => shown.has(id))),
  }
}

/** The position of each thread's quote in the current text; none for a quote that was deleted. */
function wordsOfThreads(threads: readonly Thread[], doc: Parameters<typeof textOf>[1]): Words {
  const flats = new Map<unknown, FlatText>()
  const words: Words = {}
  for (const { id, target, range } of threads) {
    const text = range === undefined ? null : textOf(target, doc)
    if (range === undefined || text === null) continue
    const flat = flats.get(text) ?? new FlatText(text)
    flats.set(text, flat)
    const place = wordsOfRange(text, range, flat)
    if (place !== null) words[id] = place
  }
  return words
}
