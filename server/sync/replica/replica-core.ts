import type { Logger } from '#server/runtime.ts'
import { AppError } from '#shared/errors.ts'
import type { OnLimited } from '#shared/limits.ts'
import type { CommitQueue } from '../commit/commit-queue.ts'
import { asInvariantError, assert, InvariantError } from '../invariant.ts'
import type { Change, PlanLog } from '../plan-log.ts'
import type { Observe } from '../plan-rooms.ts'
import { installation, type Meter, type Sliced, type Turns } from '../turns.ts'
import { CommitBarrier, OwnWrites } from './commit-barrier.ts'
import type { PlanState, Writer } from './plan-state.ts'

/** What a plan in memory needs. */
export type ReplicaOptions = {
  planId: string
  log: PlanLog
  queue: CommitQueue
  logger: Logger
  turns: Turns
  observe: Observe | undefined
  onLimited: OnLimited
}

/** Who is told of what becomes of a plan: its room. */
export type ReplicaListener = {
  /** The next change of the log: each once, in order. `origin` wrote it here; null when it came from elsewhere. */
  onChange: (change: Change, origin: Writer | null) => void
  /** Several changes of the log at once, as one update: compaction took the single ones away. Their events follow. */
  onMissed: (update: Uint8Array) => void
  /** Whose client id this is, as far as presence knows. */
  presentAs: (clientId: number) => string | undefined
  /** A write is on its way to the log. */
  onWrite: () => void
  /** A commit landed beyond changes of others: the log is to be read until that works. */
  onBehind: () => void
  /** The plan can no longer be trusted: everyone is to come back to a fresh reading of the log. */
  onFailed: () => void
  /** The same, because something that always holds does not; `onFailed` follows. */
  onBroken: (error: InvariantError) => void
}

/** What reading, writing and following a plan share: its state, when it may be shown, and how it ends. */
export class ReplicaCore {
  readonly options: ReplicaOptions
  readonly listener: ReplicaListener
  readonly state: PlanState
  readonly barrier = new CommitBarrier()
  readonly own = new OwnWrites()
  #saving: Promise<void> | null = null
  #isClosed = false

  constructor(state: PlanState, options: ReplicaOptions, listener: ReplicaListener) {
    this.options = options
    this.listener = listener
    this.state = state
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Runs it when all that the document holds is committed. Throws or rejects with `unavailable` when the plan is closed. */
  show<T>(run: () => T | Promise<T>): T | Promise<T> {
    return this.barrier.pass(() => {
      if (this.#isClosed) throw new AppError('unavailable')
      try {
        this.barrier.assertCommitted()
        const shown = run()
        return shown instanceof Promise
          ? shown.catch((error: unknown) => {
              throw this.judge(error)
            })
          : shown
      } catch (error) {
        throw this.judge(error)
      }
    })
  }

  /** The same for what nobody waits for: it is left out when the plan is closed. */
  async whenCommitted(run: () => void): Promise<void> {
    try {
      await this.show(run)
    } catch (error) {
      if (!this.#isClosed) this.broke(asInvariantError(error))
    }
  }

  /** Does something with the document, and lets nothing else be done with it meanwhile. */
  work<T>(userId: string, start: (meter: Meter) => Sliced<T>): T | Promise<T> {
    const outcome = this.options.turns.run(userId, start)
    if (outcome instanceof Promise) this.barrier.during(outcome)
    return outcome
  }

  /** The same for the installation, after whatever is being done now. */
  async workAlone<T>(start: (meter: Meter) => Sliced<T>): Promise<T> {
    while (!this.barrier.isFree) await this.barrier.free()
    return await this.work(installation, start)
  }

  /** Counts and tells the next change of the log: the one place where a plan moves on by one. */
  tell(change: Change, clients: Iterable<number>, origin: Writer | null): void {
    assert(!this.#isClosed, 'closed-is-silent')
    this.state.count(change, clients)
    this.listener.onChange(change, origin)
    this.own.reached(change.seq)
    if (this.state.snapshotPolicy.isDue(this.state.size.bytes)) void this.saveSnapshot()
  }

  /** Several at once: `missing` holds what was not told of them, and `events` are those among them. */
  tellSnapshot(missing: Uint8Array, events: readonly Change[]): void {
    assert(!this.#isClosed, 'closed-is-silent')
    this.listener.onMissed(missing)
    for (const event of events) this.listener.onChange(event, null)
    this.own.reached(this.state.seq)
  }

  /** Runs what nobody would catch: after a commit there is nobody left to refuse anything to. */
  contain(run: () => void): void {
    try {
      run()
    } catch (error) {
      this.broke(asInvariantError(error))
    }
  }

  /** What to answer for an error: the plan is closed when it is a broken invariant. */
  judge(error: unknown): unknown {
    if (!(error instanceof InvariantError)) return error
    this.broke(error)
    return new AppError('unavailable', { cause: error })
  }

  /** Something that always holds does not: this plan is closed, and no other. */
  broke(error: InvariantError): void {
    if (!this.#isClosed) this.listener.onBroken(error)
    this.fail()
  }

  /** Anyone who comes back gets a fresh reading of the log. */
  fail(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    // First: what is let go after it would else be told to those who are still there.
    this.listener.onFailed()
    this.barrier.release()
  }

  /** Tells nothing any more; what waits to be shown is let go. */
  close(): void {
    this.#isClosed = true
    this.state.document.destroy()
    this.barrier.release()
  }

  get isSavingSnapshot(): boolean {
    return this.#saving !== null
  }

  /** Keeps the state in storage, so that the next opening of the plan is short; one at a time, and none when nothing is new. */
  saveSnapshot(): Promise<void> {
    if (!this.state.snapshotPolicy.hasNew) return Promise.resolve()
    this.#saving ??= this.#save().finally(() => {
      this.#saving = null
    })
    return this.#saving
  }

  async #save(): Promise<void> {
    const { planId, log, logger } = this.options
    try {
      const taken = await this.#takeState()
      if (taken === null) return
      await log.saveSnapshot(planId, taken.seq, taken.state)
      taken.kept()
    } catch (error) {
      if (error instanceof InvariantError) return this.broke(error)
      logger.warn({ err: error, planId }, 'snapshot failed; the log still holds everything')
    }
  }

  /** The committed document; null when the plan is closed before it may be shown. */
  async #takeState(): Promise<{ seq: number; state: Uint8Array; kept: () => void } | null> {
    try {
      return await this.show(async () => {
        const { seq, document, size, snapshotPolicy } = this.state
        const kept = snapshotPolicy.taking()
        const state = await this.work(installation, (meter) => document.state(meter))
        size.set(state.byteLength)
        return { seq, state, kept }
      })
    } catch (error) {
      if (this.#isClosed) return null
      throw error
    }
  }
}
