import { AppError } from '#shared/errors.ts'
import type { Logger, MonotonicClock } from '../../runtime.ts'
import type { NewChange, PlanLog } from '../plan-log.ts'
import type { CommitWatch } from './storage-health.ts'

export type Committed = { seq: number; at: number }

type Waiting = {
  change: NewChange
  onCommitted: (committed: Committed) => void
  onFailed: (error: unknown) => void
}

/**
 * Group commit: changes of all plans that wait are committed together, so that one fsync serves everyone who typed in
 * this turn of the event loop. While a commit runs, the next group gathers. Callbacks run in the order of adding.
 */
export class CommitQueue {
  readonly #log: PlanLog
  readonly #logger: Logger
  readonly #clock: MonotonicClock
  readonly #watch: CommitWatch
  readonly #onFailing: () => void
  readonly #defer: (run: () => void) => void
  readonly #paceMs: number
  #lastBeganAt = Number.NEGATIVE_INFINITY
  #waiting: Waiting[] = []
  #running: Promise<void> | null = null
  #scheduled = false

  /**
   * `onFailing`: storage refuses; `watch` sees to it that it answers in time. `paceMs`: from the begin of one commit to that of the
   * next; what comes in between is committed together. The first after a pause does not wait.
   */
  constructor(options: {
    log: PlanLog
    clock: MonotonicClock
    logger: Logger
    watch: CommitWatch
    onFailing: () => void
    defer?: (run: () => void) => void
    paceMs?: number
  }) {
    this.#log = options.log
    this.#clock = options.clock
    this.#watch = options.watch
    this.#onFailing = options.onFailing
    this.#logger = options.logger
    this.#defer = options.defer ?? setImmediate
    this.#paceMs = options.paceMs ?? 0
  }

  add(
    change: NewChange,
    onCommitted: (committed: Committed) => void,
    onFailed: (error: unknown) => void,
  ): void {
    this.#watch.began()
    this.#waiting.push({ change, onCommitted, onFailed })
    this.#schedule()
  }

  get size(): number {
    return this.#waiting.length
  }

  /** Resolves when nothing waits or runs any more. */
  async drained(): Promise<void> {
    while (this.#running !== null || this.#waiting.length > 0) {
      await (this.#running ?? this.#run())
    }
  }

  #schedule(): void {
    if (this.#scheduled || this.#running !== null) return
    this.#scheduled = true
    const begin = () => {
      this.#scheduled = false
      if (this.#running === null && this.#waiting.length > 0) void this.#run()
    }
    const waitMs = this.#lastBeganAt + this.#paceMs - this.#clock.elapsed()
    if (waitMs > 0) this.#clock.after(waitMs, begin)
    else this.#defer(begin)
  }

  #run(): Promise<void> {
    const group = this.#waiting
    this.#waiting = []
    this.#lastBeganAt = this.#clock.elapsed()
    this.#running = this.#commit(group).finally(() => {
      this.#running = null
      if (this.#waiting.length > 0) this.#schedule()
    })
    return this.#running
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    try {
      this.#settle(group, await this.#log.append(group.map((waiting) => waiting.change)))
    } catch (error) {
      const plans = new Map<string, Waiting[]>()
      for (const waiting of group)
        plans.set(waiting.change.planId, [...(plans.get(waiting.change.planId) ?? []), waiting])
      // One plan that is gone must not refuse the work of the others that shared its commit.
      if (plans.size > 1) await this.#commitEach([...plans.values()])
      else this.#fail(group, error)
    }
  }

  async #commitEach(groups: readonly (readonly Waiting[])[]): Promise<void> {
    for (const group of groups) {
      try {
        this.#settle(group, await this.#log.append(group.map((waiting) => waiting.change)))
      } catch (error) {
        this.#fail(group, error)
      }
    }
  }

  #fail(group: readonly Waiting[], error: unknown): void {
    this.#logger.error(
      { err: error, changes: group.length },
      'commit failed: nothing was acknowledged',
    )
    // A plan that is gone says nothing about the storage of the others.
    if (!(error instanceof AppError)) this.#onFailing()
    for (const waiting of group) {
      this.#watch.refused()
      waiting.onFailed(error)
    }
  }

  #settle(group: readonly Waiting[], committed: readonly Committed[]): void {
    group.forEach((waiting, index) => {
      const result = committed[index]
      this.#watch.committed()
      if (result !== undefined) waiting.onCommitted(result)
    })
  }
}
