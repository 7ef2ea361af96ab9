import type { PlanEndingRow } from '#server/storage/tables/endings.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import { nextStatus } from '#shared/agreement/status.ts'
import { AppError } from '#shared/errors.ts'
import { moveStatus } from './plan-status.ts'
import { type AgreementDeps, settleRound } from './present.ts'
import { readRounds } from './rounds.ts'
import { digestOfEnding } from './row-digests.ts'

export type EndingInput =
  | { kind: 'expired'; reason: string }
  | { kind: 'superseded'; successorId: string; reason: string }

/**
 * Ends a plan permanently, completely or not at all. The submitted files stay as they were, but no
 * longer block another application for the same neighbourhood and period (Z3 counts plans with
 * status ingediend). The last version is signed again, so that a check of its code reports that it
 * is no longer valid. Throws `plan-ended`, `not-adopted`, `successor-unfit`.
 */
export async function endPlan(
  given: AgreementDeps,
  { planId, userId, asked }: { planId: string; userId: string; asked: EndingInput },
): Promise<void> {
  const { writer, clock } = given
  await writer.writePlan(planId, userId, async (tx, plan) => {
    const event = { type: asked.kind === 'expired' ? 'expire' : 'supersede' } as const
    const step = nextStatus(plan.row.status, event)
    if (step.kind === 'refused') throw new AppError(step.code)
    const successorId = asked.kind === 'superseded' ? asked.successorId : null
    if (successorId !== null) await mustBeFit(tx, successorId, { planId, userId })
    const row: PlanEndingRow = {
      plan_id: planId,
      kind: asked.kind,
      reason: asked.reason,
      successor_id: successorId,
      from_status: plan.row.status,
      ended_by: userId,
      ended_at: clock.now(),
    }
    await tx.insertInto('plan_endings').values(row).execute()
    await tx
      .updateTable('submissions')
      .set({ claim: null, claim_key: null })
      .where('plan_id', '=', planId)
      .execute()
    await plan.append({
      type: 'plan.ended',
      kind: asked.kind,
      successorId,
      digest: digestOfEnding(row),
    })
    await moveStatus(tx, plan, event)
    if ((await readRounds(tx, planId)).length > 0) await settleRound(tx, plan, given)
    // Every member reconnects as a reader: an ended plan accepts no edits.
    plan.revoke(null, 'no-access')
  })
}

/**
 * The successor must be another plan that has not ended and that the actor may read. Two plans
 * can't succeed each other: the first of them has ended.
 */
async function mustBeFit(
  tx: StorageTransaction,
  successorId: string,
  { planId, userId }: { planId: string; userId: string },
): Promise<void> {
  const successor = await tx
    .selectFrom('plans')
    .innerJoin('members', 'members.plan_id', 'plans.id')
    .where('plans.id', '=', successorId)
    .where('plans.deleted_at', 'is', null)
    .where('plans.status', 'not in', ['expired', 'superseded'])
    .where('members.user_id', '=', userId)
    .select('plans.id')
    .executeTakeFirst()
  if (successor === undefined || successorId === planId) throw new AppError('successor-unfit')
}
