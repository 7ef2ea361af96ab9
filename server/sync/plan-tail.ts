import type * as Y from 'yjs'
import { AppError } from '#shared/errors.ts'
import { Authors, clientIdsOf } from './authors.ts'
import type { Committed } from './commit-queue.ts'
import { OwnWrites } from './own-writes.ts'
import type { Peer } from './peer.ts'
import { PlanDocument } from './plan-document.ts'
import type { Change, LoadedPlan } from './plan-log.ts'
import type { PlanPosition } from './plan-rooms.ts'
import { PlanSnapshots } from './plan-snapshots.ts'
import { PlanWeight } from './plan-weight.ts'
import { Rest } from './rest.ts'
import { SingleFlight } from './single-flight.ts'
import type { TailOptions, Write } from './tail-options.ts'
import type { Decoded } from './update-check.ts'

/**
 * A plan as the tail of its log: its document, its number, and the writes on their way to storage. Knows no one but the
 * writer of each.
 *
 * Invariants:
 * 1. The document holds the changes 1..seq of the log and the updates that wait for their commit, nothing else. At rest
 *    nothing waits.
 * 2. The document is shown only at rest, and a change is told only after its commit: nobody sees what a crash can take
 *    back.
 * 3. Changes count in the order of their seq, each once.
 */
export class PlanTail {
  readonly rest: Rest
  readonly epoch: string
  readonly #options: TailOptions
  readonly #authors = new Authors()
  readonly #weight: PlanWeight
  readonly #snapshots: PlanSnapshots
  readonly #own = new OwnWrites()
  readonly #readingOn = new SingleFlight(() => this.#readOn())
  #document: PlanDocument
  #seq: number
  #eventSeq: number
  #isClosed = false

  /** Opens a plan from its log. Throws `plan-unreadable` rather than ever showing an empty or half a plan. */
  constructor(loaded: LoadedPlan, options: TailOptions) {
    this.#options = options
    this.rest = new Rest(options.onRest)
    this.#snapshots = new PlanSnapshots({
      ...options,
      rest: this.rest,
      take: () => {
        const state = this.#document.state()
        this.#weight.set(state.byteLength)
        return { seq: this.#seq, state }
      },
    })
    this.epoch = loaded.epoch
    this.#seq = loaded.snapshotSeq
    this.#eventSeq = loaded.eventSeq
    this.#document = PlanDocument.fromLog(loaded, options.look)
    this.#weight = new PlanWeight(loaded.snapshot?.byteLength ?? 0)
    for (const change of loaded.changes) this.#note(change)
    if (this.#seq === loaded.seq) return
    this.#document.destroy()
    throw new AppError('plan-unreadable', {
      cause: new Error(`log of ${options.planId} ends at ${this.#seq}, not at ${loaded.seq}`),
    })
  }

  get seq(): number {
    return this.#seq
  }

  /** Of the last event. */
  get eventSeq(): number {
    return this.#eventSeq
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  get isOverHalf(): boolean {
    return this.#weight.isOverHalf
  }

  /** Whether nothing is on its way to or from storage. */
  get isIdle(): boolean {
    return this.rest.isNow && !this.#readingOn.isRunning && !this.#snapshots.isSaving
  }

  stateVector(): Uint8Array {
    return this.#document.stateVector()
  }

  /** What someone with this state vector lacks; the same bytes for all who lack everything. Throws on bytes that are none. */
  since(stateVector: Uint8Array): Uint8Array {
    return this.#document.since(stateVector)
  }

  /** Whether an update holds something new under a client id that is not this person's. */
  isForged(
    decoded: Decoded,
    userId: string,
    presentAs: (clientId: number) => string | undefined,
  ): boolean {
    return this.#authors.isForged(decoded, userId, this.#document, presentAs)
  }

  /** What takes words away, or brings nothing new, has room in the fullest plan. */
  hasRoomFor(update: Uint8Array, decoded: Decoded): boolean {
    return (
      this.#weight.takes(update.byteLength, () => this.#document.state().byteLength) ||
      !this.#document.wouldGrow(decoded)
    )
  }

  /**
   * Sends an update to the log, unless it holds nothing new (`known`). `early`: it refers to what has yet to come; `bad`: it
   * is not whole or does not lie well; of these two nothing is called back.
   */
  write(write: Write): 'queued' | 'known' | 'early' | 'bad' {
    const tried = this.#document.try(write.update, write.decoded)
    switch (tried.kind) {
      case 'known':
        // Known from a write that still waits for its commit, perhaps: then it is not yet safe.
        this.rest.when(write.onSafe)
        return 'known'
      case 'early':
        return 'early'
      case 'bad':
        this.#own.began(write.update)
        this.#rebuild()
        return 'bad'
      case 'good':
        this.rest.commitBegan()
        this.#own.began(tried.fresh)
        this.#options.queue.add(
          {
            planId: this.#options.planId,
            actor: write.peer.userId,
            body: { kind: 'update', update: tried.fresh },
          },
          (committed) => {
            tried.note({ ...committed, actor: write.peer.userId })
            this.#onCommitted({ ...write, update: tried.fresh }, committed)
          },
          (error) => {
            this.#rebuild()
            this.rest.commitEnded()
            write.onRefused(
              error instanceof AppError && error.code === 'plan-not-found'
                ? 'plan-not-found'
                : 'unavailable',
            )
          },
        )
        return 'queued'
    }
  }

  #onCommitted({ peer, update, onSafe }: Write, committed: Committed): void {
    if (committed.seq > this.#seq + 1) {
      // Someone else's change came in between (REST, another node): the log is read first. Until then nothing is at rest.
      this.#own.waitFor(committed.seq, update, () => {
        onSafe()
        this.rest.commitEnded()
      })
      return this.#options.onBehind()
    }
    this.#own.told(update)
    this.#tell({ ...committed, actor: peer.userId, body: { kind: 'update', update } }, peer)
    onSafe()
    this.rest.commitEnded()
  }

  /** Counts and tells the next change of the log: the one place where a plan moves on. */
  #tell(change: Change, origin: Peer | null): void {
    if (change.seq !== this.#seq + 1 || this.#isClosed) return
    this.#note(change)
    this.#options.onChange(change, origin)
    this.#own.reached(change.seq)
    if (this.#snapshots.pace.isDue(this.#weight.bytes)) void this.snapshot()
  }

  #note(change: Change): void {
    this.#seq = change.seq
    this.#snapshots.pace.add(change.body.kind === 'update' ? change.body.update.byteLength : 0)
    if (change.body.kind === 'update') {
      this.#weight.add(change.body.update.byteLength)
      this.#authors.note(change.actor, clientIdsOf(change.body.update))
    } else this.#eventSeq = change.seq
  }

  /** Reads what others wrote to the log, up to its head of a moment after the call. Rejects with what storage says. */
  catchUp(): Promise<void> {
    return this.#readingOn.run().finally(() => this.#options.onCaughtUp())
  }

  async #readOn(): Promise<void> {
    const { log, planId } = this.#options
    const result = await log.since(planId, this.#seq)
    if (result.kind === 'changes') return this.#follow(result.changes)
    const loaded = await log.load(planId, this.#seq)
    if (loaded === null) throw new AppError('plan-not-found')
    // Updates commute: what the snapshot holds goes into the document beside the writes that wait for their commit.
    this.#jump(loaded, (state) => {
      const missing = this.#own.missingOf(state, this.#document.stateVector())
      this.#document.follow(state)
      return missing
    })
    this.#follow(loaded.changes)
  }

  #follow(changes: readonly Change[]): void {
    for (const change of changes) {
      if (this.#isClosed) return
      if (change.seq === this.#seq + 1 && change.body.kind === 'update')
        this.#document.follow(change.body.update)(change)
      this.#tell(change, null)
    }
  }

  /** Moves on over changes that only a snapshot holds by now; everyone stays where they are. `take` answers what they miss. */
  #jump({ snapshot, snapshotSeq, events }: LoadedPlan, take: (state: Uint8Array) => Uint8Array) {
    if (this.#isClosed || snapshot === null || snapshotSeq <= this.#seq) return
    const [from, missing] = [this.#seq, take(snapshot)]
    this.#seq = snapshotSeq
    this.#snapshots.pace.taking()()
    this.#weight.add(snapshot.byteLength)
    this.#options.onMissed(missing)
    for (const event of events) {
      if (event.seq <= from) continue
      this.#eventSeq = event.seq
      this.#options.onChange(event, null)
    }
    this.#own.reached(snapshotSeq)
  }

  /** The document holds something that the log does not: read the log anew, while everyone stays where they are. */
  #rebuild(): void {
    this.rest.when(() => {
      this.rest.readAnew(this.#readAnew(), (error) => {
        this.#options.logger.error(
          { err: error, planId: this.#options.planId },
          'the log could not be read anew',
        )
        this.fail()
      })
    })
  }

  async #readAnew(): Promise<void> {
    const loaded = await this.#options.log.load(this.#options.planId, this.#seq)
    if (loaded === null) throw new AppError('plan-not-found')
    this.#document.destroy()
    this.#document = PlanDocument.fromLog(loaded, this.#options.look)
    this.#own.forget()
    // What came from elsewhere meanwhile is told, not only shown to who joins.
    this.#jump(loaded, (state) => state)
    for (const change of loaded.changes) this.#tell(change, null)
  }

  /** Reads the document at rest, as it is at `seq` then. The callback must not keep it. */
  read<T>(reader: (doc: Y.Doc, at: PlanPosition) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.rest.when(() => {
        if (this.#isClosed) return reject(new AppError('unavailable'))
        try {
          resolve(this.#document.read((doc) => reader(doc, { epoch: this.epoch, seq: this.#seq })))
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)))
        }
      })
    })
  }

  /** Keeps the state in storage when there is anything new. */
  snapshot(): Promise<void> {
    return this.#isClosed ? Promise.resolve() : this.#snapshots.save()
  }

  /** Nobody has written for a while: the bytes alone are kept until someone does. */
  sleep(): void {
    if (this.rest.isNow && !this.#isClosed) this.#document.sleep()
  }

  /** Tells nothing any more; who waits for the rest is let go. */
  close(): void {
    this.#isClosed = true
    this.#document.destroy()
    this.rest.release()
  }

  /** Whoever comes back gets a fresh reading of the log. */
  fail(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    // First: what is let go after it would else be told to those who are still there.
    this.#options.onFailed()
    this.rest.release()
  }
}
