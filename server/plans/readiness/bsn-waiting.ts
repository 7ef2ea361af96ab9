import type { Storage } from '#server/storage/tables.ts'
import type { PlanTurns } from '#server/sync/plan-rooms.ts'
import { placeOf } from '#shared/comments/place-name.ts'
import { AppError } from '#shared/errors.ts'
import type { Format } from '#shared/format/schema.ts'
import { findNumbersLikeBsn } from '#shared/plan/bsn-problems.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { withOverrules } from '#shared/plan/readiness.ts'
import { findBsn } from '#shared/privacy/bsn.ts'
import { readOverrules } from './overrules.ts'

/** The number of places that fit in a sentence. */
const mostPlaces = 5

/**
 * A likely BSN without an answer blocks everything that shows a plan to outsiders. Rejects with
 * `bsn-waiting`, which names the places and repeats no digit.
 */
export async function mustHaveNoBsnWaiting(
  { db, turns }: { db: Storage; turns: PlanTurns },
  { planId, userId }: { planId: string; userId: string },
  { content, format }: { content: PlanContent; format: Format },
): Promise<void> {
  const problems = await turns.take(userId, findNumbersLikeBsn(content, format))
  if (problems.length === 0) return
  const waiting = withOverrules(problems, await readOverrules(db, planId)).filter(
    ({ overrule }) => overrule === null,
  )
  const places = waiting.map(({ target }) =>
    withoutNumbers(placeOf(target, format, content) ?? 'Het hele plan'),
  )
  const [first] = places
  if (first === undefined) return
  const more = places.length - mostPlaces
  throw new AppError('bsn-waiting', {
    detail: `Het gaat om: ${places.slice(0, mostPlaces).join('; ')}${more > 0 ? ` en nog ${more}` : ''}.`,
  })
}

/** The number may be in the name of the row itself. */
function withoutNumbers(place: string): string {
  return findBsn(place)
    .toReversed()
    .reduce((rest, { from, to }) => `${rest.slice(0, from)}…${rest.slice(to)}`, place)
}
