import type { PlanReading } from '#server/plans/plan-reading.ts'
import type { Storage } from '#server/storage/tables.ts'
import { placeOf } from '#shared/comments/place.ts'
import type { TextRange } from '#shared/comments/range.ts'
import { checkTarget } from '#shared/comments/target.ts'
import { AppError } from '#shared/errors.ts'
import type { Target } from '#shared/plan/content.ts'

export type Place = { target: Target; place: string }

/** Finds what a new thread is to hang on. Rejects with `target-unknown`, `target-gone` or `invalid-values`. */
export async function findPlace({ db, reading }: { db: Storage; reading: PlanReading }, planId: string, given: { target: Target; range?: TextRange | undefined }): Promise<Place> {
  const plan = await db.selectFrom('plans').select(['id', 'seq', 'format_id', 'format_version']).where('id', '=', planId).executeTakeFirst()
  if (plan === undefined) throw new AppError('plan-not-found')
  // At the head of the log: the row may have been added a moment ago by who now comments on it.
  const { content, format } = await reading.content(plan, plan.seq)
  const checked = checkTarget(given.target, format, (table, row) => (content.tables[table] ?? []).some((one) => one.id === row))
  if (checked.kind !== 'found') throw new AppError(checked.kind === 'gone' ? 'target-gone' : 'target-unknown')
  if (given.range !== undefined && !checked.holdsText) throw new AppError('invalid-values', { fields: [{ path: 'range', message: 'Hier kunt u geen stuk tekst aanwijzen.' }] })
  return { target: checked.target, place: placeOf(checked.target, format, content) ?? '' }
}
