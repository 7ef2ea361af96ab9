import { limits } from '#shared/limits.ts'
import type { KnownHead, PlanLog } from './plan-log.ts'

/**
 * What this process read from the logs of plans or was told to be committed, of the plans that it
 * used last. After the promotion of a standby that was behind, these changes are missing: the log of
 * the plan then gets a new epoch.
 */
export class KnownHeads {
  readonly #heads = new Map<string, KnownHead>()

  all(): KnownHead[] {
    return [...this.#heads.values()]
  }

  watch(log: PlanLog): PlanLog {
    return {
      ...log,
      append: async (changes) => {
        const appended = await log.append(changes)
        changes.forEach(({ planId }, index) => {
          this.#reached(planId, appended[index]?.seq ?? 0)
        })
        return appended
      },
      load: async (planId, eventsAfter) => {
        const loaded = await log.load(planId, eventsAfter)
        if (loaded !== null) this.#keep({ planId, epoch: loaded.epoch, seq: loaded.seq })
        return loaded
      },
      since: async (planId, seq) => {
        const result = await log.since(planId, seq)
        if (result.kind === 'changes') this.#reached(planId, result.changes.at(-1)?.seq ?? 0)
        return result
      },
    }
  }

  /** A plan is loaded before anything else is known of it. */
  #reached(planId: string, seq: number): void {
    const known = this.#heads.get(planId)
    if (known !== undefined && seq > known.seq) this.#keep({ ...known, seq })
  }

  #keep(head: KnownHead): void {
    this.#heads.delete(head.planId)
    this.#heads.set(head.planId, head)
    if (this.#heads.size <= limits.openPlans.max) return
    const [oldest] = this.#heads.keys()
    if (oldest !== undefined) this.#heads.delete(oldest)
  }
}
