import type { StorageTransaction, Tables } from '#server/storage/tables.ts'
import { mustHaveRoom } from './quotas.ts'

/** Keeps that someone said "Het is geen BSN", where and why: whoever hands the plan in can see it was looked at. */
export async function recordNotBsn(
  trx: StorageTransaction,
  answer: Tables['bsn_answers'],
): Promise<void> {
  await mustHaveRoom(trx, 'bsnAnswersPerPlan', { id: answer.plan_id, now: answer.at })
  await trx.insertInto('bsn_answers').values(answer).execute()
}
