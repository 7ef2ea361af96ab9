import type * as Y from 'yjs'
import { mustBeUnder } from '#shared/limits.ts'
import type { Steps } from '#shared/steps.ts'
import type { PlanPosition } from '../plan-rooms.ts'
import { installation } from '../turns.ts'
import { LogReader } from './log-reader.ts'
import type { PlanState } from './plan-state.ts'
import { ReplicaCore, type ReplicaListener, type ReplicaOptions } from './replica-core.ts'
import { ReplicaWriter, type Write } from './replica-writer.ts'

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
  readonly #writer: ReplicaWriter

  constructor(state: PlanState, options: ReplicaOptions, listener: ReplicaListener) {
    this.#core = new ReplicaCore(state, options, listener)
    this.#reader = new LogReader(this.#core)
    this.#writer = new ReplicaWriter(this.#core, this.#reader)
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
    const { barrier, snapshots } = this.#core
    return barrier.isQuiet && !this.#reader.isReading && !snapshots.isSaving
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

  /** Takes in an update of a peer and sends it to the log. A promise when that takes longer. */
  write(write: Write): void | Promise<void> {
    return this.#writer.write(write)
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
    return this.#core.isClosed ? Promise.resolve() : this.#core.snapshots.save()
  }

  /** Nobody has written for a while: the bytes alone are kept until someone does. */
  dehydrate(): void {
    const { barrier, state } = this.#core
    if (!barrier.isQuiet || this.#core.isClosed) return
    // Where that fails it stays a Y.Doc: that costs memory alone.
    const working = this.#core.work(installation, (meter) => state.document.dehydrate(meter))
    if (working instanceof Promise) working.catch(() => undefined)
  }

  /** Tells nothing any more; what waits to be shown is let go. */
  close(): void {
    this.#core.close()
  }

  /** The same, and the listener is told: anyone who comes back gets a fresh reading of the log. */
  fail(): void {
    this.#core.fail()
  }

  /** Runs a step of this plan, in which a broken invariant closes it and nothing else. */
  guard<T>(step: () => T): T | undefined {
    try {
      return step()
    } catch (error) {
      const answer = this.#core.judge(error)
      if (answer === error) throw error
      return undefined
    }
  }
}
