import type { ApprovalRow, MandateRow } from '#server/storage/tables/agreement.ts'
import type { PlanRow, StorageTransaction } from '#server/storage/tables.ts'
import { standingOf, type Verdict } from '#shared/agreement/standing.ts'
import { isEnded } from '#shared/agreement/status.ts'
import { AppError } from '#shared/errors.ts'
import { ensureHolders, readMandates } from './mandates.ts'
import { lockPlan } from './plan-status.ts'
import { type Agreeing, settleRound } from './present.ts'
import { presentedOf, type Round, readAnswers, readRounds, seatsOfRound } from './rounds.ts'
import { spendSignLink } from './sign-links.ts'

type Answering = {
  planId: string
  versionId: string
  userId: string
  name: string
  seat: string
  remark: string
  channel: 'screen' | 'mail-link'
}

/**
 * One answer for one seat on the version that lies before everyone now. All that can have changed meanwhile is judged
 * inside the transaction, in this order, and nothing is written when one of them refuses: `not-presented`,
 * `version-replaced`, `not-asked`, `no-mandate`, `already-answered`; and `sign-link-invalid` for a link used twice.
 */
export async function answer(
  given: Agreeing,
  asked: Answering & { verdict: Verdict /** The link that is used up by it. */; token?: string },
): Promise<void> {
  const { db, clock } = given
  const { planId, userId, seat, verdict, remark, token } = asked
  await db.transaction().execute(async (trx) => {
    const { plan, rounds, round, mandate } = await mustBeAsked(trx, given, asked)
    const standing = standingOf(seat, presentedOf(rounds), await readAnswers(trx, planId))
    if (standing.kind === 'agreed' || standing.kind === 'not-agreed')
      throw new AppError('already-answered')
    if (token !== undefined) await spendSignLink(trx, token, clock.now())
    await addEntry(trx, given, { ...asked, verdict, remark, round, mandate })
    await settleRound(trx, given, { plan, userId })
  })
}

/** Takes back the answer that counts for a seat. Who gave it may, and who has the mandate for the seat. */
export async function withdrawAnswer(given: Agreeing, asked: Answering): Promise<void> {
  const { db } = given
  const { planId, userId, seat } = asked
  await db.transaction().execute(async (trx) => {
    const { plan, rounds, round, mandate } = await mustBeAsked(trx, given, asked)
    const standing = standingOf(seat, presentedOf(rounds), await readAnswers(trx, planId))
    if (standing.kind !== 'agreed' && standing.kind !== 'not-agreed')
      throw new AppError('nothing-to-withdraw')
    await addEntry(trx, given, { ...asked, verdict: 'withdrawn', round, mandate })
    await settleRound(trx, given, { plan, userId })
  })
}

type Admitted = { plan: PlanRow; rounds: Round[]; round: Round; mandate: MandateRow }

async function mustBeAsked(
  trx: StorageTransaction,
  given: Agreeing,
  { planId, versionId, userId, seat: seatId }: Answering,
): Promise<Admitted> {
  const plan = await lockPlan(trx, planId)
  if (plan.status === 'submitted') throw new AppError('already-submitted')
  if (isEnded(plan.status)) throw new AppError('plan-ended')
  const rounds = await readRounds(trx, planId)
  const round = rounds.at(-1)
  if (round === undefined || (plan.status !== 'approval' && plan.status !== 'adopted'))
    throw new AppError('not-presented')
  if (round.version_id !== versionId)
    throw new AppError(
      rounds.some((one) => one.version_id === versionId) ? 'version-replaced' : 'not-presented',
    )
  const seat = seatsOfRound(round).find((one) => one.id === seatId)
  if (seat === undefined) throw new AppError('not-asked')
  const mine = async () =>
    (await readMandates(trx, planId)).find((one) => one.seat === seatId && one.user_id === userId)
  // Someone of the discipline may have joined after the version was presented, at a seat where nobody sat yet.
  if ((await mine()) === undefined)
    await ensureHolders(trx, given, { planId, userId: round.presented_by, seats: [seat] })
  const mandate = await mine()
  if (mandate === undefined) throw new AppError('no-mandate')
  return { plan, rounds, round, mandate }
}

async function addEntry(
  trx: StorageTransaction,
  { log, clock, ids }: Agreeing,
  entry: Answering & { verdict: ApprovalRow['verdict']; round: Round; mandate: MandateRow },
): Promise<void> {
  const { planId, userId, name, seat, verdict, remark, channel, round, mandate } = entry
  const last = await trx
    .selectFrom('approvals')
    .select((eb) => eb.fn.max('number').as('number'))
    .where('plan_id', '=', planId)
    .executeTakeFirst()
  const { position, organisation, level, on_behalf_of } = mandate
  const id = ids.next()
  await trx
    .insertInto('approvals')
    .values({
      id,
      plan_id: planId,
      version_id: round.version_id,
      number: (last?.number ?? 0) + 1,
      seat,
      verdict,
      remark,
      user_id: userId,
      name,
      position,
      organisation,
      level,
      on_behalf_of,
      is_deputy: mandate.kind === 'deputy' ? 1 : 0,
      channel,
      at: clock.now(),
    })
    .execute()
  const type = verdict === 'withdrawn' ? 'approval.withdrawn' : 'approval.given'
  await log.appendIn(trx, [
    {
      planId,
      actor: userId,
      body: {
        kind: 'event',
        event: { type, versionId: round.version_id, approvalId: id, onBehalfOf: seat },
      },
    },
  ])
}
