import { asInvariantError, assert, InvariantError } from '#server/invariant.ts'
import type { Logger, MonotonicClock } from '#server/runtime.ts'
import { AppError } from '#shared/errors.ts'
import { LimitError, limits } from '#shared/limits.ts'
import type { NewChange, PlanLog } from '../plan-log.ts'

/**
 * The position of a change in the log of its plan, and the time of its commit, in ms since 1970.
 */
export type Committed = { seq: number; at: number }

export type Outcome = ({ kind: 'committed' } & Committed) | { kind: 'failed'; error: Error }

/** Why storage takes no writes: it refused a commit, or no commit returns. */
export type CommitFault = 'refused' | 'stalled'

type Waiting = { change: NewChange; settle: (outcome: Outcome) => void }

/**
 * Group commit: one transaction with one fsync commits the waiting changes of all plans, those of
 * everyone who typed in this turn of the event loop. During a commit, the next group gathers.
 * Callbacks run in the order of `add`.
 */
export class CommitQueue {
  readonly #log: PlanLog
  readonly #logger: Logger
  readonly #clock: MonotonicClock
  readonly watch: CommitWatch
  readonly #onFailing: (fault: CommitFault) => void
  readonly #defer: (run: () => void) => void
  readonly #paceMs: number
  #lastBeganAt = Number.NEGATIVE_INFINITY
  #waiting: Waiting[] = []
  #running: Promise<void> | null = null
  #scheduled = false

  /**
   * `paceMs`: from the start of one commit to the start of the next; changes in between are
   * committed together. The first change after a pause does not wait.
   */
  constructor(options: {
    log: PlanLog
    clock: MonotonicClock
    logger: Logger
    onFailing: (fault: CommitFault) => void
    defer?: (run: () => void) => void
    paceMs?: number
  }) {
    this.#log = options.log
    this.#clock = options.clock
    this.watch = new CommitWatch(options.clock, () => options.onFailing('stalled'))
    this.#onFailing = options.onFailing
    this.#logger = options.logger
    this.#defer = options.defer ?? setImmediate
    this.#paceMs = options.paceMs ?? 0
  }

  /** `settle` is called once, later, and must not throw. */
  add(change: NewChange, settle: (outcome: Outcome) => void): void {
    if (this.#waiting.length >= limits.waitingChanges.max) {
      this.#defer(() => settle({ kind: 'failed', error: new LimitError('waitingChanges') }))
      return
    }
    this.watch.began()
    this.#waiting.push({ change, settle })
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
    this.#running = this.#commitAll(group)
    return this.#running
  }

  async #commitAll(group: readonly Waiting[]): Promise<void> {
    try {
      await this.#commit(group)
    } finally {
      this.#running = null
      if (this.#waiting.length > 0) this.#schedule()
    }
  }

  /** One promise beside that of the log: each one is paid for by every keystroke. */
  async #commit(group: readonly Waiting[]): Promise<void> {
    let committed: readonly Committed[]
    try {
      committed = await this.#log.append(group.map((waiting) => waiting.change))
    } catch (error) {
      return await this.#refuse(group, error instanceof Error ? error : new Error(String(error)))
    }
    this.#settle(group, committed)
  }

  /** One removed plan must not refuse the changes of other plans in the same group. */
  async #refuse(group: readonly Waiting[], error: Error): Promise<void> {
    const plans = new Map<string, Waiting[]>()
    for (const waiting of group)
      plans.set(waiting.change.planId, [...(plans.get(waiting.change.planId) ?? []), waiting])
    if (plans.size === 1) return this.#fail(group, error)
    for (const ofPlan of plans.values()) await this.#commit(ofPlan)
  }

  #fail(group: readonly Waiting[], error: Error): void {
    if (error instanceof AppError && error.code === 'behind')
      this.#logger.info({ changes: group.length }, 'Another server was first: tried again')
    else
      this.#logger.error(
        { err: error, changes: group.length },
        'commit failed: nothing was acknowledged',
      )
    // A removed plan, or one with a broken invariant, says nothing about storage.
    if (!(error instanceof AppError || error instanceof InvariantError)) this.#onFailing('refused')
    // Changes that gathered during the commit were tried on a document with the failed ones.
    // Committed alone, they would refer to items that the log does not hold (LG10).
    const plans = new Set(group.map(({ change }) => change.planId))
    const isBehind = ({ change }: Waiting) => plans.has(change.planId)
    const behind = this.#waiting.filter(isBehind)
    this.#waiting = this.#waiting.filter((waiting) => !isBehind(waiting))
    const outcome: Outcome = { kind: 'failed', error }
    for (const waiting of [...group, ...behind]) this.#end(waiting, outcome)
  }

  /**
   * Each change has its own number, and the numbers of a plan increase; otherwise the commit does
   * not count for that plan.
   */
  #settle(group: readonly Waiting[], committed: readonly Committed[]): void {
    const lastSeq = new Map<string, number>()
    group.forEach((waiting, index) => {
      const { change } = waiting
      const result = committed[index]
      const isNumbered =
        committed.length === group.length &&
        result !== undefined &&
        result.seq > (lastSeq.get(change.planId) ?? 0)
      if (isNumbered) lastSeq.set(change.planId, result.seq)
      if (isNumbered) this.#end(waiting, { kind: 'committed', seq: result.seq, at: result.at })
      else this.#end(waiting, { kind: 'failed', error: new InvariantError('commit-answered') })
    })
  }

  /**
   * A broken count becomes the failure of this change, so that it closes the plan of this change
   * and no other.
   */
  #end({ settle }: Waiting, outcome: Outcome): void {
    try {
      if (outcome.kind === 'committed') this.watch.committed()
      else this.watch.refused()
    } catch (error) {
      return settle({ kind: 'failed', error: asInvariantError(error) })
    }
    settle(outcome)
  }
}

/** Users must see within two seconds that nothing is saved. */
const stalledAfterMs = 2_000
/**
 * The time is looked at in these steps. On a process that is late (a busy machine, work that blocks the event loop) the
 * answer to a commit waits unread, so two seconds with few looks say nothing about storage.
 */
const lookEveryMs = 200
const looksBeforeStalled = 8

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
  #looks = 0
  #toldAt = Number.NEGATIVE_INFINITY
  #isTimed = false

  constructor(clock: MonotonicClock, onStalled: () => void) {
    this.#clock = clock
    this.#onStalled = onStalled
  }

  /** How long nothing was committed while changes wait; 0 when none waits. */
  get waitingMs(): number {
    return this.#waiting === 0 ? 0 : this.#clock.elapsed() - this.#since
  }

  get waiting(): number {
    return this.#waiting
  }

  get isStalled(): boolean {
    return this.waitingMs >= stalledAfterMs && this.#looks >= looksBeforeStalled
  }

  began(): void {
    if (this.#waiting === 0) this.#restart()
    this.#waiting++
    this.#lookLater()
  }

  committed(): void {
    this.#ended()
    this.#restart()
  }

  /** The change no longer waits, and was not committed. */
  refused(): void {
    this.#ended()
  }

  #ended(): void {
    assert(this.#waiting > 0, 'commits-counted')
    this.#waiting--
  }

  #restart(): void {
    this.#since = this.#clock.elapsed()
    this.#looks = 0
    this.#toldAt = Number.NEGATIVE_INFINITY
  }

  /** One timer instead of one per change, because each keystroke passes here. */
  #lookLater(): void {
    if (this.#isTimed) return
    this.#isTimed = true
    const leftMs = stalledAfterMs - this.waitingMs
    this.#clock.after(leftMs > 0 ? Math.min(lookEveryMs, leftMs) : lookEveryMs, () => this.#look())
  }

  #look(): void {
    this.#isTimed = false
    if (this.#waiting === 0) return
    this.#looks++
    // A stall that was reported is reported again at the same interval.
    const now = this.#clock.elapsed()
    if (this.isStalled && now - this.#toldAt >= stalledAfterMs) {
      this.#toldAt = now
      this.#onStalled()
    }
    this.#lookLater()
  }
}
