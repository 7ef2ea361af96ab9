import type { MonotonicClock } from '#server/runtime.ts'
import { AppError } from '#shared/errors.ts'
import { assert } from '../invariant.ts'
import type { PlanLog } from '../plan-log.ts'

/** People must hear within two seconds that nothing is kept. */
const stalledAfterMs = 2_000
/** Before it is called so, it is looked at once more: work that kept the event loop also kept the commit that waits behind it. */
const againAfterMs = 100

/**
 * Sees that commits come: when something waits and nothing was committed for two seconds, whatever the reason is. It counts
 * what goes in and what comes out and knows nothing of how that works, so that a queue that is stuck, a commit that hangs
 * and a fault of our own all look the same to it.
 */
export class CommitWatch {
  readonly #clock: MonotonicClock
  readonly #onStalled: () => void
  #waiting = 0
  /** When something was last committed, or began to wait after nothing did. */
  #since = 0
  #isTimed = false

  constructor(options: { clock: MonotonicClock; onStalled: () => void }) {
    this.#clock = options.clock
    this.#onStalled = options.onStalled
  }

  /** How long nothing was committed while something waits; 0 when nothing waits. */
  get waitingMs(): number {
    return this.#waiting === 0 ? 0 : this.#clock.elapsed() - this.#since
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

  /** The change waits no longer, and was not committed. */
  refused(): void {
    this.#ended()
  }

  #ended(): void {
    assert(this.#waiting > 0, 'commits-counted')
    this.#waiting--
  }

  /** One timer and not one for each change: this is done for every keystroke. */
  #lookLater(): void {
    if (this.#isTimed) return
    this.#isTimed = true
    // What was told of already is told again at the same distance.
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
