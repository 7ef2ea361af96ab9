import { AppError } from '#shared/errors.ts'
import type { PlanLog } from './plan-log.ts'

/**
 * Whether storage takes writes. From the first failed commit on nobody is let into a plan, until a trial write works
 * again: a screen that shows a plan on which nothing can be kept would lie. Whoever comes back tries, so no clock is
 * needed, and an outage ends with the first client that returns after it.
 */
export class StorageHealth {
  readonly #log: PlanLog
  readonly #onFailing: () => void
  #isFailing = false
  #probing: Promise<void> | null = null

  constructor({ log, onFailing }: { log: PlanLog; onFailing: () => void }) {
    this.#log = log
    this.#onFailing = onFailing
  }

  get isFailing(): boolean {
    return this.#isFailing
  }

  /** A commit failed, or takes so long that nobody may count on it. */
  failed(): void {
    if (this.#isFailing) return
    this.#isFailing = true
    this.#onFailing()
  }

  /** Rejects with `unavailable` while storage takes no writes. */
  async ensure(): Promise<void> {
    if (!this.#isFailing) return
    this.#probing ??= this.#probe().finally(() => {
      this.#probing = null
    })
    await this.#probing
  }

  async #probe(): Promise<void> {
    try {
      await this.#log.probe()
      this.#isFailing = false
    } catch (error) {
      throw new AppError('unavailable', { cause: error })
    }
  }
}
