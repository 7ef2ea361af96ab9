import { AppError } from '#shared/errors.ts'
import type { CommitWatch } from './commit-watch.ts'
import type { PlanLog } from './plan-log.ts'

/**
 * Whether storage takes writes. From the first failed commit on, or when none came for too long, nobody is let into a plan
 * until a trial write works again and nothing waits any more that does not get on: a screen that shows a plan on which
 * nothing can be kept would lie. Whoever comes back tries, so no timer is needed, and an outage ends with the first client
 * that returns after it.
 */
export class StorageHealth {
  readonly #log: PlanLog
  readonly #watch: CommitWatch
  readonly #onFailing: () => void
  #isFailing = false
  #probing: Promise<void> | null = null

  constructor({
    log,
    watch,
    onFailing,
  }: {
    log: PlanLog
    watch: CommitWatch
    onFailing: () => void
  }) {
    this.#log = log
    this.#watch = watch
    this.#onFailing = onFailing
  }

  get isFailing(): boolean {
    return this.#isFailing
  }

  /** A commit failed, or none comes. */
  failed(): void {
    if (this.#isFailing) return
    this.#isFailing = true
    this.#onFailing()
  }

  /** Rejects with `unavailable` while storage takes no writes. */
  async ensure(): Promise<void> {
    // Also when the timer that should have told of it is part of what is wrong.
    if (this.#watch.isStalled) this.failed()
    if (!this.#isFailing) return
    this.#probing ??= this.#probe().finally(() => {
      this.#probing = null
    })
    await this.#probing
  }

  async #probe(): Promise<void> {
    try {
      await this.#log.probe()
      if (this.#watch.isStalled) throw new Error('nothing is committed of what waits')
      this.#isFailing = false
    } catch (error) {
      throw new AppError('unavailable', { cause: error })
    }
  }
}
