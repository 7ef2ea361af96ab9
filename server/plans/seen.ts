import type { LockedPlan, PlanWriter } from './plan-writer.ts'

/**
 * The read marks of a user, visible to that user only: no event reports them. A mark only moves
 * forward and never past the end of the log, so that a screen that is behind hides no later change.
 */

type Seen = {
  planId: string
  userId: string
  /** The position of the screen; the head of the log if left out. */
  seq: number | undefined
}

export async function markThreadsSeen(
  writer: PlanWriter,
  { planId, userId, seq }: Seen,
  threadIds: readonly string[] | 'all',
): Promise<void> {
  await writer.writePlan(planId, userId, async (tx, plan) => {
    const upTo = clampToLog(plan, seq)
    const threads = await tx
      .selectFrom('threads')
      .select('id')
      .where('plan_id', '=', planId)
      .$if(threadIds !== 'all', (query) =>
        query.where('id', 'in', threadIds === 'all' ? [] : threadIds),
      )
      .execute()
    if (threads.length === 0) return
    await tx
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
  writer: PlanWriter,
  { planId, userId, seq }: Seen,
  now: number,
): Promise<void> {
  await writer.writePlan(planId, userId, async (tx, plan) => {
    const upTo = clampToLog(plan, seq)
    await tx
      .insertInto('plan_visits')
      .values({ plan_id: planId, user_id: userId, seq: upTo, at: now })
      .onConflict((conflict) =>
        conflict
          .columns(['plan_id', 'user_id'])
          .doUpdateSet({ seq: upTo, at: now })
          .where('plan_visits.seq', '<=', upTo),
      )
      .execute()
    // Told, and nothing to answer.
    await tx
      .deleteFrom('asks')
      .where('plan_id', '=', planId)
      .where('user_id', '=', userId)
      .where('kind', '=', 'coordinator')
      .execute()
  })
}

function clampToLog({ row }: LockedPlan, seq: number | undefined): number {
  return Math.min(seq ?? row.seq, row.seq)
}
