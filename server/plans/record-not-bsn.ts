import type { StorageTransaction, Tables } from '#server/storage/tables.ts'
import { mustHaveRoom } from './quotas.ts'

/**
 * Stores that a user answered "Het is geen BSN", with reason and place, so that the user who
 * submits the plan can review it.
 */
export async function recordNotBsn(
  trx: StorageTransaction,
  answer: Tables['bsn_answers'],
): Promise<void> {
  await mustHaveRoom(trx, 'bsnAnswersPerPlan', { id: answer.plan_id, now: answer.at })
  await trx.insertInto('bsn_answers').values(answer).execute()
}
