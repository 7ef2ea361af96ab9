import type { PlanWriter } from '#server/plans/plan-writer.ts'
import type { Clock, Logger } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import { keepEveryAsk } from './keep-asks.ts'

/** Each plan is a transaction of its own, and nobody waits for them. */
const plansPerRound = 20

/**
 * The questions of a plan are stored when an event changes them, so a plan of before they were
 * stored would ask nobody anything until then. Stores them once after an upgrade; another server
 * that does the same finds nothing to do. Its actions are read again with its summary.
 */
export function catchUpOnAsks({
  db,
  writer,
  clock,
  logger,
  onRead,
}: {
  db: Storage
  writer: PlanWriter
  clock: Clock
  logger: Logger
  /** The summary of this plan is outdated, and with it the actions. */
  onRead: (planId: string) => void
}): { name: string; everyMs: number; run(signal: AbortSignal): Promise<void> } {
  /** Null when all are done. A plan that fails is left for the next start. */
  let after: string | null = ''

  async function keep(planId: string): Promise<void> {
    try {
      await writer.writePlan(planId, null, async (tx) => {
        const now = clock.now()
        await keepEveryAsk(tx, planId, now)
        await tx
          .updateTable('plans')
          .set({ asks_kept_at: now, summary_seq: 0 })
          .where('id', '=', planId)
          .execute()
      })
      onRead(planId)
    } catch (error) {
      logger.error({ err: error, planId }, 'The open questions of a plan could not be stored')
    }
  }

  return {
    name: 'first-questions',
    everyMs: 1_000,
    async run(signal) {
      if (after === null) return
      const plans = await db
        .selectFrom('plans')
        .select('id')
        .where('asks_kept_at', 'is', null)
        .where('deleted_at', 'is', null)
        .where('id', '>', after)
        .orderBy('id')
        .limit(plansPerRound)
        .execute()
      for (const { id } of plans) {
        if (signal.aborted) return
        await keep(id)
        after = id
      }
      if (plans.length < plansPerRound) after = null
    },
  }
}
