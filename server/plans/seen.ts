import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { AppError } from '#shared/errors.ts'

/**
 * What a person has seen, for themself alone: no event tells others of it. A mark only moves forward, and never past
 * what the log holds, so that a screen that is behind hides nothing that came in meanwhile.
 */

type Seen = {
  planId: string
  userId: string /** What the screen showed; now when left out. */
  seq: number | undefined
}

export async function markThreadsSeen(
  db: Storage,
  { planId, userId, seq }: Seen,
  threadIds: readonly string[] | 'all',
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const upTo = await clampToLog(trx, planId, seq)
    const threads = await trx
      .selectFrom('threads')
      .select('id')
      .where('plan_id', '=', planId)
      .$if(threadIds !== 'all', (query) =>
        query.where('id', 'in', threadIds === 'all' ? [] : threadIds),
      )
      .execute()
    if (threads.length === 0) return
    await trx
      .insertInto('thread_reads')
      .values(threads.map(({ id }) => ({ thread_id: id, user_id: userId, seq: upTo })))
      .onConflict((conflict) =>
        conflict
          .columns(['thread_id', 'user_id'])
          .doUpdateSet({ seq: upTo })
          .where('thread_reads.seq', '<', upTo),
      )
      .execute()
  })
}

export async function markPlanVisited(
  db: Storage,
  { planId, userId, seq }: Seen,
  now: number,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const upTo = await clampToLog(trx, planId, seq)
    await trx
      .insertInto('plan_visits')
      .values({ plan_id: planId, user_id: userId, seq: upTo, at: now })
      .onConflict((conflict) =>
        conflict
          .columns(['plan_id', 'user_id'])
          .doUpdateSet({ seq: upTo, at: now })
          .where('plan_visits.seq', '<=', upTo),
      )
      .execute()
  })
}

async function clampToLog(
  trx: StorageTransaction,
  planId: string,
  seq: number | undefined,
): Promise<number> {
  const plan = await trx
    .selectFrom('plans')
    .select('seq')
    .where('id', '=', planId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (plan === undefined) throw new AppError('plan-not-found')
  return Math.min(seq ?? plan.seq, plan.seq)
}
