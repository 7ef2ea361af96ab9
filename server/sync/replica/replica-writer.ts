import { AppError, type ErrorCode } from '#shared/errors.ts'
import { LimitError, limits } from '#shared/limits.ts'
import type { Committed, Outcome } from '../commit/commit-queue.ts'
import { assert, InvariantError } from '../invariant.ts'
import type { Peer } from '../peer.ts'
import type { Change } from '../plan-log.ts'
import type { Meter, Sliced } from '../turns.ts'
import { type Decoded, parseUpdate } from '../update/update-validation.ts'
import type { LogReader } from './log-reader.ts'
import type { Verdict } from './plan-document.ts'
import type { Refusal } from './plan-state.ts'
import type { ReplicaCore } from './replica-core.ts'

/** `early`: it refers to what has yet to come; nothing of it counts. `safe`: all of it is in the log. */
export type WriteOutcome = { kind: 'safe' | 'early' } | { kind: 'refused'; code: ErrorCode }

/** An update by a peer. */
export type Write = {
  writer: Peer
  update: Uint8Array
  /** Its writer was sent away while it was held: it does not count. */
  isWithdrawn: () => boolean
  /** Called once; not at all when the plan is closed before: what was not committed then is with its writer. */
  settle: (outcome: WriteOutcome) => void
}

/** The way of a write: looked through, tried in the document, committed, told, acknowledged. */
export class ReplicaWriter {
  readonly #core: ReplicaCore
  readonly #reader: LogReader
  /** Of the last write of this room that was committed: all that is committed from here comes after it. */
  #lastSeq: number

  constructor(core: ReplicaCore, reader: LogReader) {
    this.#core = core
    this.#reader = reader
    this.#lastSeq = core.state.seq
  }

  /** A promise when it takes longer. While something waits to be shown it is held, and handled in its order after that. */
  write(write: Write): void | Promise<void> {
    const entered = this.#core.barrier.enter(() => {
      if (this.#core.isClosed || write.isWithdrawn()) return
      return this.#core.work(write.writer.userId, (meter) => this.#take(write, meter))
    })
    if (entered === 'full') return this.#refuse(write, 'heldWritesPerPlan')
    return entered === 'held' ? undefined : entered
  }

  *#take(write: Write, meter: Meter): Sliced<void> {
    const { writer, update } = write
    const { state, listener, options } = this.#core
    try {
      const decoded = yield* parseUpdate(update, meter)
      if (decoded === null) return this.#refuse(write, 'bad')
      const { presentAs } = listener
      const refusal = yield* state.refusalOf(decoded, { writer, presentAs }, meter)
      if (refusal !== null) return this.#refuse(write, refusal)
      yield* this.#try(write, decoded, meter)
    } catch (error) {
      if (error instanceof InvariantError) return this.#core.broke(error)
      options.logger.error({ err: error, planId: options.planId }, 'an update could not be handled')
      this.#refuse(write, 'bad')
    } finally {
      writer.spend(meter.total)
    }
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
    assert(seq > this.#lastSeq, 'commit-answered')
    this.#lastSeq = seq
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
