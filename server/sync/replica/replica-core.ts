import { asInvariantError, assert, InvariantError } from '#server/invariant.ts'
import type { Logger } from '#server/runtime.ts'
import { installation, type Meter, type Sliced, type Turns } from '#server/turns.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import type { OnLimited } from '#shared/limits.ts'
import type { CommitQueue } from '../commit/commit-queue.ts'
import type { Change, PlanLog } from '../plan-log.ts'
import type { Observe } from '../plan-rooms.ts'
import { CommitBarrier, OwnWrites } from './commit-barrier.ts'
import type { PlanState, Writer } from './plan-state.ts'

/** The dependencies of a plan in memory. */
export type ReplicaOptions = {
  planId: string
  log: PlanLog
  queue: CommitQueue
  logger: Logger
  turns: Turns
  observe: Observe | undefined
  onLimited: OnLimited
}

/** `early`: it refers to missing items, and does not count. `safe`: all of it is in the log. */
export type WriteOutcome = { kind: 'safe' | 'early' } | { kind: 'refused'; code: ErrorCode }

export type Write = {
  writer: Writer
  update: Uint8Array
  /** The connection was closed while the write was held: the write does not count. */
  isWithdrawn: () => boolean
  /** Called once; not called when the plan closes first: the client still has the update. */
  settle: (outcome: WriteOutcome) => void
}

export type MissingRequest = {
  userId: string
  stateVector: Uint8Array
  /** Whether the connection still waits; `use` is not called when it does not. */
  isWanted: () => boolean
  /** Gets the update, and the units that it cost. */
  use: (missing: Uint8Array, units: number) => void
}

/** The room of the plan. */
export type ReplicaListener = {
  /**
   * The next change of the log: each once, in order. `origin` wrote it here; null when it came from
   * elsewhere.
   */
  onChange: (change: Change, origin: Writer | null) => void
  /**
   * Several changes of the log as one update, because compaction removed the single ones. Their
   * events follow.
   */
  onMissed: (update: Uint8Array) => void
  /** The user of a client id, according to presence. */
  presentAs: (clientId: number) => string | undefined
  /** A commit landed behind changes of others: the log must be read, with retries. */
  onBehind: () => void
  /** The plan can't be trusted any more: all clients must reconnect to a new reading of the log. */
  onFailed: () => void
  /** An invariant is broken; `onFailed` follows. */
  onBroken: (error: InvariantError) => void
}

/**
 * The state that reading, writing and following a plan share, when it may be shown, and how it
 * ends.
 */
export class ReplicaCore {
  readonly options: ReplicaOptions
  readonly listener: ReplicaListener
  readonly state: PlanState
  readonly barrier = new CommitBarrier()
  readonly own: OwnWrites
  /**
   * `isDue`: the document holds an update that the log refused, and what is tried on it must be
   * tried again. `count`: of reloads, with the one that is due.
   */
  readonly rebuild = { isDue: false, count: 0 }
  #saving: Promise<void> | null = null
  #isClosed = false

  constructor(state: PlanState, options: ReplicaOptions, listener: ReplicaListener) {
    this.options = options
    this.listener = listener
    this.state = state
    this.own = new OwnWrites(state.seq)
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /**
   * Runs when the document holds committed updates only. Throws or rejects with `unavailable` when
   * the plan is closed.
   */
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

  /** The same without a waiting caller: skipped when the plan is closed. */
  async whenCommitted(run: () => void): Promise<void> {
    try {
      await this.show(run)
    } catch (error) {
      if (!this.#isClosed) this.broke(asInvariantError(error))
    }
  }

  /** Works on the document; no other work on it runs meanwhile. */
  work<T>(userId: string, start: (meter: Meter) => Sliced<T>): T | Promise<T> {
    const outcome = this.options.turns.run(userId, start)
    if (outcome instanceof Promise) this.barrier.during(outcome)
    return outcome
  }

  /** The same for the server itself, after the current work. */
  async workAlone<T>(start: (meter: Meter) => Sliced<T>): Promise<T> {
    while (!this.barrier.isFree) await this.barrier.free()
    return await this.work(installation, start)
  }

  /**
   * Counts and announces the next change of the log: the only place where a plan moves on by one.
   */
  announce(change: Change, clients: Iterable<number>, origin: Writer | null): void {
    assert(!this.#isClosed, 'closed-is-silent')
    this.state.count(change, clients)
    this.listener.onChange(change, origin)
    this.own.reached(change.seq)
    if (this.state.snapshotPolicy.isDue(this.state.size.bytes)) void this.saveSnapshot()
  }

  /**
   * Announces several changes: `missing` is the part that was not announced, `events` are the
   * events among them.
   */
  announceSnapshot(missing: Uint8Array, events: readonly Change[]): void {
    assert(!this.#isClosed, 'closed-is-silent')
    this.listener.onMissed(missing)
    for (const event of events) this.listener.onChange(event, null)
    this.own.reached(this.state.seq)
  }

  /** Runs code after a commit, when no request is left to refuse: an error closes the plan. */
  contain(run: () => void): void {
    try {
      run()
    } catch (error) {
      this.broke(asInvariantError(error))
    }
  }

  /** The error to answer with; a broken invariant closes the plan first. */
  judge(error: unknown): unknown {
    if (!(error instanceof InvariantError)) return error
    this.broke(error)
    return new AppError('unavailable', { cause: error })
  }

  /** Closes this plan, and no other, because an invariant is broken. */
  broke(error: InvariantError): void {
    if (!this.#isClosed) this.listener.onBroken(error)
    this.fail()
  }

  /** Closes the plan; returning clients get a new reading of the log. */
  fail(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    // First: `release` would otherwise announce held items to the connections.
    this.listener.onFailed()
    this.barrier.release()
  }

  /** Announces nothing any more; waiting readings end. */
  close(): void {
    this.#isClosed = true
    this.state.document.destroy()
    this.barrier.release()
  }

  get isSavingSnapshot(): boolean {
    return this.#saving !== null
  }

  /**
   * Stores the state, so that the next opening of the plan is short; one at a time, and none when
   * nothing is new.
   */
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

  /** The committed document; null when the plan closes first. */
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
