import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { standingOf } from '#shared/agreement/standing.ts'
import { readMandates } from './mandates.ts'
import { presentedOf, readAnswers, readRounds, seatsOfRound } from './rounds.ts'

type Question = { planId: string; planTitle: string; seatLabel: string; deadline: string }

/** What is asked of someone at a seat on a version; null when it is asked no more: answered, replaced, called off, or of another person. */
export async function signQuestion(
  db: Storage | StorageTransaction,
  { versionId, seat: seatId, userId }: { versionId: string; seat: string; userId: string },
): Promise<Question | null> {
  const plan = await db
    .selectFrom('rounds')
    .innerJoin('plans', 'plans.id', 'rounds.plan_id')
    .where('rounds.version_id', '=', versionId)
    .where('plans.status', '=', 'approval')
    .where('plans.deleted_at', 'is', null)
    .select(['plans.id', 'plans.title'])
    .executeTakeFirst()
  if (plan === undefined) return null
  const rounds = await readRounds(db, plan.id)
  const round = rounds.at(-1)
  const seat =
    round === undefined ? undefined : seatsOfRound(round).find((one) => one.id === seatId)
  if (round === undefined || round.version_id !== versionId || seat === undefined) return null
  if (
    !(await readMandates(db, plan.id)).some(
      (mandate) => mandate.seat === seatId && mandate.user_id === userId,
    )
  )
    return null
  const standing = standingOf(seatId, presentedOf(rounds), await readAnswers(db, plan.id))
  if (standing.kind === 'agreed' || standing.kind === 'not-agreed') return null
  return { planId: plan.id, planTitle: plan.title, seatLabel: seat.label, deadline: round.deadline }
}
