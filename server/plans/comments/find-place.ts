import type * as Y from 'yjs'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import { findPlan } from '#server/storage/find-plan.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { PlanRooms } from '#server/sync/plan-rooms.ts'
import { placeOf } from '#shared/comments/place-name.ts'
import { withQuoteContext } from '#shared/comments/range.ts'
import { rangeOfWords, textOf } from '#shared/comments/range-words.ts'
import { seesTarget } from '#shared/comments/shown-targets.ts'
import { checkTarget } from '#shared/comments/target.ts'
import type { TextRange, Words } from '#shared/comments/text-range.ts'
import { AppError } from '#shared/errors.ts'
import type { Parts } from '#shared/format/parts-of-format.ts'
import type { Target } from '#shared/plan/content.ts'

export type ThreadPlace = { target: Target; place: string; range: TextRange | null }

type PlaceInput = { target: Target; range?: TextRange | undefined; words?: Words | undefined }

/**
 * Finds the target of a new thread. Rejects with `target-unknown`, `target-gone`, `parts-only` or
 * `invalid-values`.
 */
export async function findPlace(
  { db, reading, rooms }: { db: Storage; reading: PlanReading; rooms: PlanRooms },
  { planId, parts }: { planId: string; parts: Parts },
  given: PlaceInput,
): Promise<ThreadPlace> {
  const plan = await findPlan(db, planId)
  // At the head of the log: the commented row may have been added a moment ago by the same user.
  const { content, format, whole } = await reading.content(plan, plan.seq, parts)
  if (!seesTarget(given.target, whole, parts)) throw new AppError('parts-only')
  const checked = checkTarget(given.target, format, (table, row) =>
    (content.tables[table] ?? []).some((one) => one.id === row),
  )
  if (checked.kind !== 'found')
    throw new AppError(checked.kind === 'gone' ? 'target-gone' : 'target-unknown')
  if ((given.range ?? given.words) !== undefined && !checked.holdsText)
    throw new AppError('invalid-values', {
      fields: [{ path: 'range', message: 'Hier kunt u geen stuk tekst aanwijzen.' }],
    })
  const { words } = given
  const range =
    (given.range ?? words) === undefined
      ? null
      : await rooms.read(planId, plan.seq, (doc) => rangeIn(doc, checked.target, given))
  if (words !== undefined && range === null)
    throw new AppError('invalid-values', {
      fields: [
        { path: 'words', message: 'Deze woorden zijn net gewijzigd. Selecteer ze opnieuw.' },
      ],
    })
  return { target: checked.target, place: placeOf(checked.target, format, content) ?? '', range }
}

/** The text around the quote is read here, so that no client can forge it. */
function rangeIn(
  doc: Y.Doc,
  target: Target,
  { range: pointed, words }: PlaceInput,
): TextRange | null {
  const text = textOf(target, doc)
  const range =
    words === undefined ? (pointed ?? null) : text === null ? null : rangeOfWords(text, words)
  return range === null || text === null ? range : withQuoteContext(text, range)
}
