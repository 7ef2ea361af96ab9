import { endConsultationIn } from '#server/plans/consultation/end.ts'
import type { SqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { PlanRow, StorageTransaction } from '#server/storage/tables.ts'
import { nextStatus, type StatusEvent } from '#shared/agreement/status.ts'
import { AppError } from '#shared/errors.ts'

/**
 * The plan, held until the transaction ends. It writes before anything is read, so that of two people who act at the same
 * moment, also on two connections, the second one sees all that the first one did.
 */
export async function lockPlan(trx: StorageTransaction, planId: string): Promise<PlanRow> {
  const plan = await trx
    .updateTable('plans')
    .set((eb) => ({ seq: eb.ref('seq') }))
    .where('id', '=', planId)
    .where('deleted_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (plan === undefined) throw new AppError('plan-not-found')
  return plan
}

/** Every change of status: judged by the state machine, stored, and told to all screens in the same transaction. With it a consultation ends. */
export async function moveStatus(
  trx: StorageTransaction,
  log: SqlPlanLog,
  {
    plan,
    userId,
    event,
  }: { plan: Pick<PlanRow, 'id' | 'status'>; userId: string | null; event: StatusEvent },
): Promise<void> {
  const step = nextStatus(plan.status, event)
  if (step.kind === 'refused') throw new AppError(step.code)
  if (step.status === plan.status) return
  const before = plan.status
  await trx.updateTable('plans').set({ status: step.status }).where('id', '=', plan.id).execute()
  plan.status = step.status
  const [told] = await log.appendIn(trx, [
    {
      planId: plan.id,
      actor: userId,
      body: { kind: 'event', event: { type: 'status.changed', status: step.status } },
    },
  ])
  if (before === 'consultation' && told !== undefined)
    await endConsultationIn(trx, plan.id, { now: told.at, closedBy: userId })
}
