import type { StorageTransaction } from '#server/storage/tables.ts'
import { endOf } from './state.ts'

/** Written while a consultation ran, as far as the writer's device is believed, and come in after it ended. */
export async function isLate(
  trx: StorageTransaction,
  planId: string,
  { writtenAt, now }: { writtenAt: number | null; now: number },
): Promise<boolean> {
  if (writtenAt === null) return false
  const then = await trx
    .selectFrom('consultations')
    .select(['closed_at', 'deadline'])
    .where('plan_id', '=', planId)
    .where('opened_at', '<=', writtenAt)
    .where('deadline', '>', writtenAt)
    .execute()
  return then.some((consultation) => writtenAt < endOf(consultation) && endOf(consultation) <= now)
}
