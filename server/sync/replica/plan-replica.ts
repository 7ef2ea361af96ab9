import type * as Y from 'yjs'
import { assert, InvariantError } from '#server/invariant.ts'
import { installation, type Meter, type Sliced } from '#server/turns.ts'
import { type Decoded, parseUpdate } from '#server/yjs/update-validation.ts'
import { AppError } from '#shared/errors.ts'
import { LimitError, limits, mustBeUnder } from '#shared/limits.ts'
import type { Steps } from '#shared/steps.ts'
import type { Committed, Outcome } from '../commit/commit-queue.ts'
import type { Change } from '../plan-log.ts'
import type { PlanPosition } from '../plan-rooms.ts'
import { LogReader } from './log-reader.ts'
import type { Verdict } from './plan-document.ts'
import type { PlanState, Refusal } from './plan-state.ts'
import {
  type MissingRequest,
  ReplicaCore,
  type ReplicaListener,
  type ReplicaOptions,
  type Write,
} from './replica-core.ts'

/** Others may commit again, and compact, during each reload. */
const maxOvertaken = 5

/**
 * A plan in memory, at the head of its log: its document, its position, and the writes on their way
 * to storage. Invariants, asserted where they could break (`invariant.ts`):
 * 1. The document holds the changes 1..seq of the log and the updates that wait for their commit.
 * 2. The document is shown only while nothing waits, and a change is announced after its commit: a
 *    crash takes nothing back that anyone saw.
 * 3. Changes count in the order of their seq, each once.
 */
export class PlanReplica {
  readonly #core: ReplicaCore
  readonly #reader: LogReader
  /** How often another server overtook a write. */
  readonly #overtaken = new WeakMap<Write, number>()

  constructor(state: PlanState, options: ReplicaOptions, listener: ReplicaListener) {
    this.#core = new ReplicaCore(state, options, listener)
    this.#reader = new LogReader(this.#core)
  }

  get epoch(): string {
    return this.#core.state.epoch
  }

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

  get isIdle(): boolean {
    const { barrier, isSavingSnapshot } = this.#core
    return barrier.isQuiet && !this.#reader.isReading && !isSavingSnapshot
  }

  /** The state vector of the committed document, at the next moment without waiting commits. */
  stateVector(use: (stateVector: Uint8Array) => void): void {
    void this.#core.whenCommitted(() => use(this.#core.state.document.stateVector()))
  }

  /**
   * The update that a client with this state vector lacks, at the next moment without waiting
   * commits; the same bytes for all new clients. A promise when that is later. Throws or rejects on
   * bytes that are no state vector, and with `unavailable` when the plan is closed.
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
   * Reads the committed document at its `seq`; writes wait until the reading ends. The callback
   * must not keep the document. Rejects with `unavailable` when the plan is closed or too many
   * readings wait.
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
   * Parses, tries, commits, announces and acknowledges an update; held in order while a reading
   * waits. A promise when it takes longer.
   */
  write(write: Write): void | Promise<void> {
    const entered = this.#core.barrier.enter(() => this.#begin(write))
    if (entered === 'full') return this.#refuse(write, 'heldWritesPerPlan')
    return entered === 'held' ? undefined : entered
  }

  /** Reads changes of others up to the head of the log. Rejects with the error of storage. */
  async catchUp(): Promise<void> {
    try {
      await this.#reader.catchUp()
    } catch (error) {
      throw this.#core.judge(error)
    }
  }

  snapshot(): Promise<void> {
    return this.#core.isClosed ? Promise.resolve() : this.#core.saveSnapshot()
  }

  async dehydrate(): Promise<void> {
    const { barrier, state } = this.#core
    if (!barrier.isQuiet || this.#core.isClosed) return
    try {
      await this.#core.work(installation, (meter) => state.document.dehydrate(meter))
    } catch (error) {
      // After any other failure it stays a Y.Doc, which costs memory only.
      this.breaks(error)
    }
  }

  close(): void {
    this.#core.close()
  }

  fail(): void {
    this.#core.fail()
  }

  /** Closes this plan after a broken invariant; returns whether the error is one. */
  breaks(error: unknown): boolean {
    if (error instanceof InvariantError) this.#core.broke(error)
    return error instanceof InvariantError
  }

  #begin(write: Write): void | Promise<void> {
    if (this.#core.isClosed || write.isWithdrawn()) return
    const working = this.#core.work(write.writer.userId, (meter) => this.#take(write, meter))
    return working instanceof Promise
      ? working.catch((error: unknown) => this.#notTaken(write, error))
      : working
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

  /** Sends the update to the log, unless the document holds it already. */
  *#try(write: Write, decoded: Decoded, meter: Meter): Sliced<void> {
    const { state, own } = this.#core
    const tried = yield* state.document.try(decoded, meter)
    // Clients still have their uncommitted updates.
    if (this.#core.isClosed) return
    // A commit failed during this work: the document may still hold what the log refused (LG10).
    if (this.#core.rebuild.isDue) return this.#tryAgain(write)
    switch (tried.kind) {
      case 'known':
        return this.#settleKnown(write)
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
        return this.#commit(write, decoded, tried)
    }
  }

  /** After the reload that is due, in the order of the first trial. */
  #tryAgain = (write: Write) => this.#core.barrier.enterAgain(() => void this.#begin(write))

  /** The document may hold it by a write that waits for its commit, and that commit may fail. */
  #settleKnown(write: Write): void {
    const { count } = this.#core.rebuild
    void this.#core.whenCommitted(() => {
      if (this.#core.rebuild.count === count) write.settle({ kind: 'safe' })
      else this.#tryAgain(write)
    })
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

  #commit(
    write: Write,
    { ends, scanned }: Decoded,
    tried: Extract<Verdict, { kind: 'good' }>,
  ): void {
    const { barrier, own, options, state } = this.#core
    const actor = write.writer.userId
    const update = tried.fresh
    const basis = own.basis(state.seq, scanned)
    barrier.commitBegan()
    own.began(update)
    options.queue.add(
      { planId: options.planId, actor, body: { kind: 'update', update }, basis },
      (outcome) =>
        this.#core.contain(() => {
          if (outcome.kind === 'failed') return this.#onFailed(write, outcome)
          tried.onCommitted({ seq: outcome.seq, at: outcome.at, actor })
          this.#onCommitted(write, { update, clients: ends.keys() }, outcome)
        }),
    )
  }

  #onFailed(write: Write, { error }: Extract<Outcome, { kind: 'failed' }>): void {
    if (error instanceof InvariantError) throw error
    if (this.#core.isClosed) return
    const { barrier, options } = this.#core
    const isBehind = error instanceof AppError && error.code === 'behind'
    this.#reader.rebuild()
    const times = this.#overtaken.get(write) ?? 0
    if (isBehind && times < maxOvertaken) {
      this.#overtaken.set(write, times + 1)
      this.#tryAgain(write)
      return barrier.commitEnded()
    }
    barrier.commitEnded()
    if (error instanceof LimitError) options.onLimited(error.limit)
    write.settle({ kind: 'refused', code: 'unavailable' })
  }

  #onCommitted(
    { writer, settle }: Write,
    { update, clients }: { update: Uint8Array; clients: Iterable<number> },
    { seq, at }: Committed,
  ): void {
    const { state, own, barrier, listener } = this.#core
    if (this.#core.isClosed) return
    own.committed(seq)
    const onAnnounced = () => {
      assert(seq <= state.seq, 'ack-before-seq')
      settle({ kind: 'safe' })
      barrier.commitEnded()
    }
    if (seq > state.seq + 1) {
      own.waitFor(seq, update, onAnnounced)
      return listener.onBehind()
    }
    own.announced(update)
    const change: Change = { seq, at, actor: writer.userId, body: { kind: 'update', update } }
    if (seq > state.seq) this.#core.announce(change, clients, writer)
    onAnnounced()
  }
}
