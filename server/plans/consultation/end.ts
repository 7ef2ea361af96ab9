import type { StorageTransaction } from '#server/storage/tables.ts'
import { lastConsultation } from './state.ts'

/** Marks the running consultation as ended. The caller changes the plan's status in the same transaction. */
export async function endConsultationIn(
  trx: StorageTransaction,
  planId: string,
  { now, closedBy }: { now: number; closedBy: string | null },
): Promise<void> {
  const open = await lastConsultation(trx, planId)
  if (open === undefined || open.closed_at !== null) return
  await trx
    .updateTable('consultations')
    .set({ closed_at: Math.min(now, open.deadline), closed_by: closedBy })
    .where('id', '=', open.id)
    .execute()
}
