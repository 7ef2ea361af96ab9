import { afterTurns } from '#server/after-turns.ts'
import type { Logger, MonotonicClock } from '#server/runtime.ts'
import { AppError } from '#shared/errors.ts'
import type { PlanLog } from '../plan-log.ts'
import type { CommitFault, CommitWatch } from './commit-queue.ts'

/** A trial write takes milliseconds. */
const suspectWithinMs = 600

/**
 * Whether storage takes writes. After a failed commit, or too long a wait for one, nobody is let
 * into a plan until a trial write succeeds and the waiting changes make progress: a screen must not
 * show a plan in which nothing can be saved. Each returning client triggers the trial write, so no
 * timer is needed and an outage ends with the first client that returns after it.
 */
export class StorageHealth {
  readonly #watch: CommitWatch
  readonly #log: PlanLog
  readonly #clock: MonotonicClock
  readonly #logger: Logger
  readonly #onFailing: () => void
  #isFailing = false
  #probing: Promise<void> | null = null

  constructor(options: {
    log: PlanLog
    watch: CommitWatch
    clock: MonotonicClock
    logger: Logger
    onFailing: () => void
  }) {
    this.#watch = options.watch
    this.#log = options.log
    this.#clock = options.clock
    this.#logger = options.logger
    this.#onFailing = options.onFailing
  }

  get isFailing(): boolean {
    return this.#isFailing
  }

  /** A commit failed, or none returns. */
  failed(fault: CommitFault): void {
    if (this.#isFailing) return
    const { waiting, waitingMs } = this.#watch
    if (fault === 'stalled')
      this.#logger.error(
        { waiting, ms: Math.round(waitingMs) },
        'Nothing is committed while changes wait',
      )
    this.#isFailing = true
    this.#onFailing()
  }

  /** Rejects with `unavailable` while storage takes no writes. */
  async ensure(): Promise<void> {
    if (this.#watch.isStalled) this.failed('stalled')
    if (!this.#isFailing) return
    this.#probing ??= this.#probe().finally(() => {
      this.#probing = null
    })
    await this.#probing
  }

  /** The database may be gone while nobody writes: a trial write shows whether it is. */
  async suspect(): Promise<void> {
    const cancel = afterTurns(this.#clock, suspectWithinMs, () => this.failed('refused'))
    await this.#log.probe().catch(() => this.failed('refused'))
    cancel()
  }

  async #probe(): Promise<void> {
    try {
      await this.#log.probe()
      if (this.#watch.isStalled) throw new Error('no commit of the waiting changes')
      this.#isFailing = false
    } catch (error) {
      throw new AppError('unavailable', { cause: error })
    }
  }
}
