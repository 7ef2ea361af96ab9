import { assert } from '#server/invariant.ts'
import type { Logger, MonotonicClock } from '#server/runtime.ts'
import { AppError } from '#shared/errors.ts'
import type { PlanLog } from '../plan-log.ts'

/** Users must see within two seconds that nothing is saved. */
const stalledAfterMs = 2_000
/**
 * A second look before storage counts as stalled: work that blocked the event loop also delayed the
 * commit behind it.
 */
const againAfterMs = 100

/**
 * Notices when changes wait and nothing was committed for two seconds, whatever the reason. The
 * watch only counts changes in and out, so it notices a stuck queue, a hanging commit and a fault
 * of our own in the same way.
 */
export class CommitWatch {
  readonly #clock: MonotonicClock
  readonly #onStalled: () => void
  #waiting = 0
  /** The time of the last commit, or of the first change that waited after an idle period. */
  #since = 0
  #isTimed = false

  constructor(options: { clock: MonotonicClock; onStalled: () => void }) {
    this.#clock = options.clock
    this.#onStalled = options.onStalled
  }

  /** How long nothing was committed while changes wait; 0 when none waits. */
  get waitingMs(): number {
    return this.#waiting === 0 ? 0 : this.#clock.elapsed() - this.#since
  }

  get waiting(): number {
    return this.#waiting
  }

  get isStalled(): boolean {
    return this.waitingMs >= stalledAfterMs
  }

  began(): void {
    if (this.#waiting === 0) this.#since = this.#clock.elapsed()
    this.#waiting++
    this.#lookLater()
  }

  committed(): void {
    this.#ended()
    this.#since = this.#clock.elapsed()
  }

  /** The change no longer waits, and was not committed. */
  refused(): void {
    this.#ended()
  }

  #ended(): void {
    assert(this.#waiting > 0, 'commits-counted')
    this.#waiting--
  }

  /** One timer instead of one per change, because each keystroke passes here. */
  #lookLater(): void {
    if (this.#isTimed) return
    this.#isTimed = true
    // A stall that was reported is reported again at the same interval.
    const waitedMs = this.isStalled ? 0 : this.waitingMs
    this.#clock.after(Math.max(0, stalledAfterMs - againAfterMs - waitedMs), () => {
      const mayBeStalled = this.waitingMs >= stalledAfterMs - againAfterMs
      this.#clock.after(mayBeStalled ? againAfterMs : 0, () => this.#judge())
    })
  }

  #judge(): void {
    this.#isTimed = false
    if (this.isStalled) this.#onStalled()
    if (this.#waiting > 0) this.#lookLater()
  }
}

/**
 * Whether storage takes writes. After a failed commit, or too long a wait for one, nobody is let
 * into a plan until a trial write succeeds and the waiting changes make progress: a screen must not
 * show a plan in which nothing can be saved. Each returning client triggers the trial write, so no
 * timer is needed and an outage ends with the first client that returns after it.
 */
export class StorageHealth {
  readonly watch: CommitWatch
  readonly #log: PlanLog
  readonly #logger: Logger
  readonly #onFailing: () => void
  #isFailing = false
  #probing: Promise<void> | null = null

  constructor(options: {
    log: PlanLog
    clock: MonotonicClock
    logger: Logger
    onFailing: () => void
  }) {
    this.watch = new CommitWatch({ clock: options.clock, onStalled: () => this.#stalled() })
    this.#log = options.log
    this.#logger = options.logger
    this.#onFailing = options.onFailing
  }

  get isFailing(): boolean {
    return this.#isFailing
  }

  /** A commit failed, or none returns. */
  failed(): void {
    if (this.#isFailing) return
    this.#isFailing = true
    this.#onFailing()
  }

  /** Rejects with `unavailable` while storage takes no writes. */
  async ensure(): Promise<void> {
    // Also when the timer that should have reported the stall is itself delayed.
    if (this.watch.isStalled) this.failed()
    if (!this.#isFailing) return
    this.#probing ??= this.#probe().finally(() => {
      this.#probing = null
    })
    await this.#probing
  }

  /** The database may be gone while nobody writes: a trial write shows whether it is. */
  async suspect(): Promise<void> {
    await this.#log.probe().catch(() => this.failed())
  }

  #stalled(): void {
    const { waiting, waitingMs } = this.watch
    if (!this.#isFailing)
      this.#logger.error(
        { waiting, ms: Math.round(waitingMs) },
        'Nothing is committed while changes wait',
      )
    this.failed()
  }

  async #probe(): Promise<void> {
    try {
      await this.#log.probe()
      if (this.watch.isStalled) throw new Error('no commit of the waiting changes')
      this.#isFailing = false
    } catch (error) {
      throw new AppError('unavailable', { cause: error })
    }
  }
}
