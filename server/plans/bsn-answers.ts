import type { StorageTransaction, Tables } from '#server/storage/tables.ts'

/** Keeps that someone said "Het is geen BSN", where and why: whoever hands the plan in can see it was looked at. */
export async function recordNotBsn(
  trx: StorageTransaction,
  answer: Tables['bsn_answers'],
): Promise<void> {
  await trx.insertInto('bsn_answers').values(answer).execute()
}
