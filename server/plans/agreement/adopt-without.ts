import { readChoices } from '#server/plans/agreement/requirement-choices.ts'
import { missingSeats } from '#shared/agreement/standing.ts'
import { nextStatus } from '#shared/agreement/status.ts'
import { AppError } from '#shared/errors.ts'
import type { Format } from '#shared/format/schema.ts'
import { mustAllAgree, withChoices } from '#shared/plan/chosen-requirements.ts'
import { type AgreementDeps, settleRound } from './present.ts'
import { presentedOf, readAnswers, readRounds, seatsOfRound } from './rounds.ts'
import { digestOfAdoption } from './row-digests.ts'

type Adopting = { planId: string; userId: string; versionId: string; reason: string }

/**
 * Adopts a version although seats did not agree, where the form does not ask their akkoord and the
 * coordinator did not make it required. Silence stays no akkoord: the seats are recorded as
 * missing, with the reason.
 */
export async function adoptWithout(
  given: AgreementDeps,
  { planId, userId, versionId, reason }: Adopting,
  format: Format,
): Promise<void> {
  const { writer, clock, ids } = given
  await writer.writePlan(planId, userId, async (tx, plan) => {
    const round = (await readRounds(tx, planId)).at(-1)
    if (round === undefined) throw new AppError('not-presented')
    if (round.version_id !== versionId) throw new AppError('version-replaced')
    const isAllowed = !mustAllAgree(withChoices(format, await readChoices(tx, planId)))
    const step = nextStatus(plan.row.status, { type: 'adopt', isAgreed: isAllowed })
    if (step.kind === 'refused') throw new AppError(step.code)
    const missing = missingSeats(
      seatsOfRound(round).map((seat) => seat.id),
      presentedOf(await readRounds(tx, planId)),
      await readAnswers(tx, planId),
    )
    const row = {
      id: ids.next(),
      plan_id: planId,
      version_id: versionId,
      missing: JSON.stringify(missing),
      reason,
      user_id: userId,
      at: clock.now(),
    }
    const { seq } = await plan.append({
      type: 'version.adopted',
      versionId,
      missing: missing.length,
      digest: digestOfAdoption(row),
    })
    await tx
      .insertInto('adoptions')
      .values({ ...row, seq })
      .execute()
    await settleRound(tx, plan, given)
  })
}
