import type { Clock, Logger } from '#server/runtime.ts'
import { toAmsterdam } from '#shared/amsterdam.ts'
import { limits } from '#shared/limits.ts'
import type { PlanWriter } from './plan-writer.ts'

export type LastHere = {
  /**
   * A member opens the plan. `lastHereOn` is the stored day, which the decision about access read
   * anyway: nothing is asked or written on the second time of a day.
   */
  opened(visit: { planId: string; userId: string; lastHereOn: string | null }): void
  /** Resolves when the days that are being written are stored, or failed. */
  settle(): Promise<void>
}

/**
 * Keeps the last day on which each member opened a plan, one small write per member and day.
 * Nobody waits for it, and a write that fails is only logged: the next opening writes it again.
 */
export function createLastHere({
  writer,
  clock,
  logger,
}: {
  writer: PlanWriter
  clock: Clock
  logger: Logger
}): LastHere {
  /** Screens open several connections at once: one write is enough for all of them. */
  const writing = new Map<string, Promise<void>>()

  async function write(planId: string, userId: string, day: string): Promise<void> {
    try {
      await writer.writePlan(planId, userId, async (tx) => {
        await tx
          .updateTable('members')
          .set({ last_here_on: day })
          .where('plan_id', '=', planId)
          .where('user_id', '=', userId)
          .where((eb) => eb.or([eb('last_here_on', 'is', null), eb('last_here_on', '<', day)]))
          .execute()
      })
    } catch (error) {
      logger.debug({ err: error, planId }, 'the day of a visit was not stored')
    }
  }

  return {
    opened({ planId, userId, lastHereOn }) {
      const day = toAmsterdam(clock.now()).date
      if (lastHereOn !== null && lastHereOn >= day) return
      const key = `${planId} ${userId}`
      if (writing.has(key) || writing.size >= limits.visitsBeingStored.max) return
      writing.set(
        key,
        write(planId, userId, day).finally(() => writing.delete(key)),
      )
    },
    async settle() {
      await Promise.all(writing.values())
    },
  }
}
