import type * as Y from 'yjs'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import { LimitError, limits, mustBeUnder } from '#shared/limits.ts'
import type { Steps } from '#shared/steps.ts'
import type { Committed, Outcome } from '../commit/commit-queue.ts'
import { assert, InvariantError } from '../invariant.ts'
import type { Change } from '../plan-log.ts'
import type { PlanPosition } from '../plan-rooms.ts'
import { installation, type Meter, type Sliced } from '../turns.ts'
import { type Decoded, parseUpdate } from '../update/update-validation.ts'
import { LogReader } from './log-reader.ts'
import type { Verdict } from './plan-document.ts'
import type { PlanState, Refusal, Writer } from './plan-state.ts'
import { ReplicaCore, type ReplicaListener, type ReplicaOptions } from './replica-core.ts'

/** `early`: it refers to what has yet to come; nothing of it counts. `safe`: all of it is in the log. */
export type WriteOutcome = { kind: 'safe' | 'early' } | { kind: 'refused'; code: ErrorCode }

/** An update by a peer. */
export type Write = {
  writer: Writer
  update: Uint8Array
  /** Its writer was sent away while it was held: it does not count. */
  isWithdrawn: () => boolean
  /** Called once; not at all when the plan is closed before: what was not committed then is with its writer. */
  settle: (outcome: WriteOutcome) => void
}

/** What someone asks who lacks a part of the document. */
type MissingRequest = {
  userId: string
  stateVector: Uint8Array
  /** Whether anyone still waits for it; `use` is not called when nobody does. */
  isWanted: () => boolean
  /** Is handed the update, and the units that it took. */
  use: (missing: Uint8Array, units: number) => void
}

/**
 * A plan in memory, at the head of its log: its document, its position, and the writes on their way to storage. Knows no
 * connection but the writer of each.
 *
 * Invariants, asserted where they could break (`invariant.ts`):
 * 1. The document holds the changes 1..seq of the log and the updates that wait for their commit, nothing else.
 * 2. The document is shown only while nothing waits, and a change is told only after its commit: nobody sees what a crash
 *    can take back.
 * 3. Changes count in the order of their seq, each once.
 */
export class PlanReplica {
  readonly #core: ReplicaCore
  readonly #reader: LogReader
  /** Of the last write of this room that was committed: all that is committed from here comes after it. */
  #lastOwnSeq: number

  constructor(state: PlanState, options: ReplicaOptions, listener: ReplicaListener) {
    this.#core = new ReplicaCore(state, options, listener)
    this.#reader = new LogReader(this.#core)
    this.#lastOwnSeq = state.seq
  }

  get epoch(): string {
    return this.#core.state.epoch
  }

  /** Of the last change that was told. */
  get seq(): number {
    return this.#core.state.seq
  }

  get position(): PlanPosition & { eventSeq: number } {
    const { position, eventSeq } = this.#core.state
    return { ...position, eventSeq }
  }

  get isClosed(): boolean {
    return this.#core.isClosed
  }

  get isOverHalf(): boolean {
    return this.#core.state.size.isOverHalf
  }

  /** Whether nothing is on its way to or from storage. */
  get isIdle(): boolean {
    const { barrier, isSavingSnapshot } = this.#core
    return barrier.isQuiet && !this.#reader.isReading && !isSavingSnapshot
  }

  /** How far the document reaches, at the next moment at which it may be shown. */
  stateVector(use: (stateVector: Uint8Array) => void): void {
    void this.#core.whenCommitted(() => use(this.#core.state.document.stateVector()))
  }

  /**
   * What anyone with this state vector lacks, at the next moment at which it may be shown; the same bytes for all who lack
   * everything. A promise when that is later. Throws or rejects on bytes that are no state vector, and with `unavailable`
   * when the plan is closed.
   */
  since({ userId, stateVector, isWanted, use }: MissingRequest): void | Promise<void> {
    const core = this.#core
    return core.show(() =>
      isWanted()
        ? core.work(userId, function* (meter) {
            const missing = yield* core.state.document.since(stateVector, meter)
            if (isWanted()) use(missing, meter.total)
          })
        : undefined,
    )
  }

  /**
   * Reads the committed document, as it is at `seq` then: nothing is written to it until that is done. The callback must not
   * keep it. Rejects with `unavailable` when the plan is closed, or as much waits for it as can.
   */
  async read<T>(reader: (doc: Y.Doc, at: PlanPosition) => Steps<T>): Promise<T> {
    mustBeUnder('waitingReadsPerPlan', this.#core.barrier.waiting)
    return await this.#core.show(() => {
      const { document, position } = this.#core.state
      return this.#core.work(installation, (meter) =>
        document.read((doc) => reader(doc, position), meter),
      )
    })
  }

  /**
   * The way of a write: parsed, tried in the document, committed, told, acknowledged. A promise when it takes longer. While
   * something waits to be shown it is held, and handled in its order after that.
   */
  write(write: Write): void | Promise<void> {
    const entered = this.#core.barrier.enter(() => {
      if (this.#core.isClosed || write.isWithdrawn()) return
      const working = this.#core.work(write.writer.userId, (meter) => this.#take(write, meter))
      return working instanceof Promise
        ? working.catch((error: unknown) => this.#notTaken(write, error))
        : working
    })
    if (entered === 'full') return this.#refuse(write, 'heldWritesPerPlan')
    return entered === 'held' ? undefined : entered
  }

  /** Reads what others wrote to the log, up to its head of a moment after the call. Rejects with what storage says. */
  async catchUp(): Promise<void> {
    try {
      await this.#reader.catchUp()
    } catch (error) {
      throw this.#core.judge(error)
    }
  }

  /** Keeps the state in storage when there is anything new. */
  snapshot(): Promise<void> {
    return this.#core.isClosed ? Promise.resolve() : this.#core.saveSnapshot()
  }

  /** Nobody has written for a while: the bytes alone are kept until someone does. */
  async dehydrate(): Promise<void> {
    const { barrier, state } = this.#core
    if (!barrier.isQuiet || this.#core.isClosed) return
    try {
      await this.#core.work(installation, (meter) => state.document.dehydrate(meter))
    } catch (error) {
      // After any other failure the document stays a Y.Doc, which costs memory only.
      this.breaks(error)
    }
  }

  /** Tells nothing any more; what waits to be shown is let go. */
  close(): void {
    this.#core.close()
  }

  /** The same, and the listener is told: anyone who comes back gets a fresh reading of the log. */
  fail(): void {
    this.#core.fail()
  }

  /** Closes this plan, and nothing else, when the error is a broken invariant; returns whether it is. */
  breaks(error: unknown): boolean {
    if (error instanceof InvariantError) this.#core.broke(error)
    return error instanceof InvariantError
  }

  *#take(write: Write, meter: Meter): Sliced<void> {
    const { writer, update } = write
    const { state, listener } = this.#core
    try {
      const decoded = yield* parseUpdate(update, meter)
      if (decoded === null) return this.#refuse(write, 'bad')
      const { presentAs } = listener
      const refusal = yield* state.refusalOf(decoded, { writer, presentAs }, meter)
      if (refusal !== null) return this.#refuse(write, refusal)
      yield* this.#try(write, decoded, meter)
    } catch (error) {
      this.#notTaken(write, error)
    } finally {
      writer.spend(meter.total)
    }
  }

  #notTaken(write: Write, error: unknown): void {
    if (error instanceof InvariantError) return this.#core.broke(error)
    const { logger, planId, onLimited } = this.#core.options
    if (error instanceof LimitError) {
      onLimited(error.limit)
      return write.settle({ kind: 'refused', code: error.code })
    }
    logger.error({ err: error, planId }, 'an update could not be handled')
    this.#refuse(write, 'bad')
  }

  /** Sends it to the log, unless the document holds it already. */
  *#try(write: Write, decoded: Decoded, meter: Meter): Sliced<void> {
    const { state, own, listener } = this.#core
    const tried = yield* state.document.try(decoded, meter)
    // Everyone was sent away while it was tried: what was not committed is with its writer.
    if (this.#core.isClosed) return
    switch (tried.kind) {
      case 'known':
        // Known from a write that still waits for its commit, perhaps: then it is not yet safe.
        return void this.#core.whenCommitted(() => write.settle({ kind: 'safe' }))
      case 'early':
        return write.settle({ kind: 'early' })
      case 'full':
        return this.#refuse(write, 'rowsPerPlan')
      case 'bad':
      case 'heavy':
        own.began(decoded.update)
        this.#reader.rebuild()
        write.writer.spend(state.size.bytes / 8)
        return this.#refuse(write, tried.kind === 'heavy' ? 'updateWork' : 'bad')
      case 'good':
        this.#commit(write, decoded, tried)
        return listener.onWrite()
    }
  }

  #refuse(
    write: Write,
    why: Refusal | 'bad' | 'updateWork' | 'rowsPerPlan' | 'heldWritesPerPlan',
  ): void {
    if (why === 'bad' || why === 'forged')
      return write.settle({ kind: 'refused', code: 'bad-frame' })
    if (why !== 'planBytes') this.#core.options.onLimited(why)
    write.settle({ kind: 'refused', code: limits[why].over })
  }

  #commit(write: Write, { ends }: Decoded, tried: Extract<Verdict, { kind: 'good' }>): void {
    const { barrier, own, options } = this.#core
    const actor = write.writer.userId
    const update = tried.fresh
    barrier.commitBegan()
    own.began(update)
    options.queue.add(
      { planId: options.planId, actor, body: { kind: 'update', update } },
      (outcome) =>
        this.#core.contain(() => {
          if (outcome.kind === 'failed') return this.#onFailed(write, outcome)
          tried.onCommitted({ seq: outcome.seq, at: outcome.at, actor })
          this.#onCommitted(write, { update, clients: ends.keys() }, outcome)
        }),
    )
  }

  #onFailed({ settle }: Write, { error }: Extract<Outcome, { kind: 'failed' }>): void {
    if (error instanceof InvariantError) throw error
    if (this.#core.isClosed) return
    this.#reader.rebuild()
    this.#core.barrier.commitEnded()
    const isGone = error instanceof AppError && error.code === 'plan-not-found'
    if (error instanceof LimitError) this.#core.options.onLimited(error.limit)
    settle({ kind: 'refused', code: isGone ? 'plan-not-found' : 'unavailable' })
  }

  #onCommitted(
    { writer, settle }: Write,
    { update, clients }: { update: Uint8Array; clients: Iterable<number> },
    { seq, at }: Committed,
  ): void {
    const { state, own, barrier, listener } = this.#core
    if (this.#core.isClosed) return
    assert(seq > this.#lastOwnSeq, 'commit-answered')
    this.#lastOwnSeq = seq
    const onTold = () => {
      assert(seq <= state.seq, 'ack-before-seq')
      settle({ kind: 'safe' })
      barrier.commitEnded()
    }
    if (seq > state.seq + 1) {
      // Someone else's change came in between (REST, another node): the log is read first. Until then nothing is shown.
      own.waitFor(seq, update, onTold)
      return listener.onBehind()
    }
    own.told(update)
    const change: Change = { seq, at, actor: writer.userId, body: { kind: 'update', update } }
    if (seq > state.seq) this.#core.tell(change, clients, writer)
    onTold()
  }
}
