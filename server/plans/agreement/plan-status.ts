import type { LockedPlan } from '#server/plans/plan-writer.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import { nextStatus, type StatusEvent } from '#shared/agreement/status.ts'
import { AppError } from '#shared/errors.ts'

/**
 * Every change of status: judged by the state machine, stored, and appended as an event in the same
 * transaction. Leaving a consultation ends it.
 */
export async function moveStatus(
  tx: StorageTransaction,
  plan: LockedPlan,
  event: StatusEvent,
): Promise<void> {
  const before = plan.row.status
  const step = nextStatus(before, event)
  if (step.kind === 'refused') throw new AppError(step.code)
  if (step.status === before) return
  await tx.updateTable('plans').set({ status: step.status }).where('id', '=', plan.id).execute()
  plan.row.status = step.status
  const told = await plan.append({ type: 'status.changed', status: step.status })
  if (before === 'consultation')
    await endConsultationIn(tx, plan.id, { now: told.at, closedBy: plan.actor })
}

/**
 * Closes the open consultation, if there is one. The plan's status changes in the same transaction.
 */
export async function endConsultationIn(
  tx: StorageTransaction,
  planId: string,
  { now, closedBy }: { now: number; closedBy: string | null },
): Promise<void> {
  const open = await tx
    .selectFrom('consultations')
    .select(['id', 'deadline'])
    .where('plan_id', '=', planId)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  if (open === undefined) return
  await tx
    .updateTable('consultations')
    .set({ closed_at: Math.min(now, open.deadline), closed_by: closedBy })
    .where('id', '=', open.id)
    .execute()
}
