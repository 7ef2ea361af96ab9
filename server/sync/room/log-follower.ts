import { assert } from '#server/invariant.ts'
import type { Logger, MonotonicClock } from '#server/runtime.ts'
import { AppError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import type { LogHead, PlanLog } from '../plan-log.ts'

/** The part of an open plan that is used here. */
export type FollowedPlan = {
  readonly planId: string
  readonly replica: {
    readonly epoch: string
    readonly seq: number
    readonly isClosed: boolean
    catchUp(): Promise<void>
    fail(): void
    breaks(error: unknown): boolean
  }
}

/** Interval between two checks of the heads. A lost notification costs this much time. */
const lookEveryMs = 2_000
const firstRetryMs = 250
const longestRetryMs = 10_000

type LogFollowerOptions = {
  log: PlanLog
  clock: MonotonicClock
  logger: Logger
  /** The open plans. */
  plans: () => Iterable<FollowedPlan>
}

/**
 * Keeps open plans at the head of their logs. A notification is acted on at once. It may be lost,
 * doubled, late or out of order, so the heads of all open plans are also checked every few seconds,
 * in one query. A failed reading is retried, later each time, and never forgotten (ADR 0005).
 */
export class LogFollower {
  readonly #options: LogFollowerOptions
  readonly #failures = new Map<FollowedPlan, number>()
  #cancelLook: (() => void) | null = null
  #failedLooks = 0
  #isStopped = false

  constructor(options: LogFollowerOptions) {
    this.#options = options
  }

  /** A plan was opened: heads are checked until none is open. */
  begin(): void {
    if (this.#isStopped || this.#cancelLook !== null) return
    const waitMs = Math.max(lookEveryMs, retryMs(this.#failedLooks))
    this.#cancelLook = this.#options.clock.after(waitMs, () => void this.#look())
  }

  /** Checks the heads now: notifications may have been missed. */
  lookNow(): void {
    if (this.#isStopped || this.#cancelLook === null) return
    this.pause()
    void this.#look()
  }

  /** No plan is open any more. */
  pause(): void {
    this.#cancelLook?.()
    this.#cancelLook = null
  }

  stop(): void {
    this.#isStopped = true
    this.pause()
  }

  /** The log of a plan may have grown; `head`: it has, to at least this number. */
  readOn(plan: FollowedPlan, head = 0): void {
    // A plan with a failed reading already waits for its retry.
    if (!this.#failures.has(plan)) void this.#readOn(plan, { head, isRetry: false })
  }

  async #readOn(
    plan: FollowedPlan,
    { head, isRetry }: { head: number; isRetry: boolean },
  ): Promise<void> {
    if (plan.replica.isClosed || this.#isStopped) return this.#forget(plan)
    try {
      await plan.replica.catchUp()
      assert(plan.replica.isClosed || plan.replica.seq >= head, 'log-followed')
      this.#forget(plan)
    } catch (error) {
      if (plan.replica.isClosed || plan.replica.breaks(error)) return this.#forget(plan)
      // Notifications share one reading: its failure counts once, and is retried once.
      if (isRetry || !this.#failures.has(plan)) this.#failed(plan, error)
    }
  }

  #failed(plan: FollowedPlan, error: unknown): void {
    const { clock, logger } = this.#options
    // Removed, or the database was put back: clients that return are told which (HS5).
    if (error instanceof AppError && error.code === 'plan-not-found') {
      this.#forget(plan)
      return plan.replica.fail()
    }
    const failures = (this.#failures.get(plan) ?? 0) + 1
    logger.error({ err: error, planId: plan.planId, failures }, 'a log could not be read')
    if (failures >= limits.logReadingsThatFail.max) {
      this.#forget(plan)
      return plan.replica.fail()
    }
    this.#failures.set(plan, failures)
    clock.after(retryMs(failures), () => void this.#readOn(plan, { head: 0, isRetry: true }))
  }

  #forget(plan: FollowedPlan): void {
    this.#failures.delete(plan)
  }

  async #look(): Promise<void> {
    const plans = [...this.#options.plans()]
    try {
      const heads =
        plans.length === 0
          ? new Map<string, LogHead>()
          : await this.#options.log.heads(plans.map(({ planId }) => planId))
      this.#failedLooks = 0
      for (const plan of plans) {
        const head = heads.get(plan.planId)
        // Reading a missing plan reports that it is gone.
        if (head === undefined || head.seq > plan.replica.seq) this.readOn(plan, head?.seq)
        // Its clients return, and are told that it continues from an earlier moment (EP3).
        if (head !== undefined && head.epoch !== plan.replica.epoch) plan.replica.fail()
      }
    } catch (error) {
      this.#failedLooks++
      this.#options.logger.error(
        { err: error, failures: this.#failedLooks },
        'the heads of open logs could not be checked',
      )
    }
    this.#cancelLook = null
    if (!isEmpty(this.#options.plans())) this.begin()
  }
}

function isEmpty(plans: Iterable<FollowedPlan>): boolean {
  for (const _ of plans) return false
  return true
}

function retryMs(failures: number): number {
  return Math.min(longestRetryMs, firstRetryMs * 2 ** (failures - 1))
}
