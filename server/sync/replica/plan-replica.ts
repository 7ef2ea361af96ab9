import type * as Y from 'yjs'
import { AppError } from '#shared/errors.ts'
import type { Steps } from '#shared/steps.ts'
import type { Committed } from '../commit/commit-queue.ts'
import type { Peer } from '../peer.ts'
import type { Change, LoadedPlan } from '../plan-log.ts'
import type { PlanPosition } from '../plan-rooms.ts'
import { installation, type Meter, type Sliced, type Units } from '../turns.ts'
import { scanUpdate } from '../update/update-scan.ts'
import type { Decoded } from '../update/update-validation.ts'
import { Authors } from './authors.ts'
import { CommitBarrier } from './commit-barrier.ts'
import { DocumentSize } from './document-size.ts'
import { OwnWrites } from './own-writes.ts'
import { PlanDocument, type Verdict } from './plan-document.ts'
import type { ReplicaOptions, Write } from './replica-options.ts'
import { SingleFlight } from './single-flight.ts'
import { PlanSnapshots } from './snapshot-policy.ts'

/**
 * A plan as the replica of its log: its document, its number, and the writes on their way to storage. Knows no one but the
 * writer of each.
 *
 * Invariants:
 * 1. The document holds the changes 1..seq of the log and the updates that wait for their commit, nothing else. At barrier
 *    nothing waits.
 * 2. The document is shown only at barrier, and a change is told only after its commit: nobody sees what a crash can take
 *    back.
 * 3. Changes count in the order of their seq, each once.
 */
export class PlanReplica {
  readonly barrier: CommitBarrier
  readonly epoch: string
  readonly #options: ReplicaOptions
  readonly #authors = new Authors()
  readonly #size: DocumentSize
  readonly #snapshots: PlanSnapshots
  readonly #own = new OwnWrites()
  readonly #readingOn = new SingleFlight(() => this.#readOn())
  #document: PlanDocument
  #seq: number
  #eventSeq: number
  #isClosed = false

  private constructor(loaded: LoadedPlan, document: PlanDocument, options: ReplicaOptions) {
    this.#options = options
    this.barrier = new CommitBarrier(options.onRest)
    this.#snapshots = new PlanSnapshots({
      ...options,
      barrier: this.barrier,
      take: () => this.#takeState(),
    })
    this.epoch = loaded.epoch
    this.#seq = loaded.snapshotSeq
    this.#eventSeq = loaded.eventSeq
    this.#document = document
    this.#size = new DocumentSize(loaded.snapshot?.byteLength ?? 0)
  }

  /** Opens a plan from its log. Throws `plan-unreadable` rather than ever showing an empty or half a plan. */
  static *open(loaded: LoadedPlan, options: ReplicaOptions, meter: Meter): Sliced<PlanReplica> {
    const document = yield* PlanDocument.fromLog(loaded, meter, options.observe)
    const replica = new PlanReplica(loaded, document, options)
    for (const change of loaded.changes) replica.#note(change, yield* writersOf(change, meter))
    if (replica.#seq === loaded.seq) return replica
    document.destroy()
    throw new AppError('plan-unreadable', {
      cause: new Error(`log of ${options.planId} ends at ${replica.#seq}, not at ${loaded.seq}`),
    })
  }

  /** Does something with the document, and lets nothing else be done with it meanwhile. */
  work<T>(userId: string, start: (meter: Meter) => Sliced<T>): T | Promise<T> {
    const outcome = this.#options.turns.run(userId, start)
    if (outcome instanceof Promise) this.barrier.during(outcome)
    return outcome
  }

  /** The same for the installation, after whatever is being done now. */
  async #workAlone<T>(start: (meter: Meter) => Sliced<T>): Promise<T> {
    while (!this.barrier.isFree) await this.barrier.free()
    return await this.work(installation, start)
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
    return this.#size.isOverHalf
  }

  /** What it costs to read it anew. */
  get rebuildUnits(): Units {
    return this.#size.bytes / 8
  }

  /** Whether nothing is on its way to or from storage. */
  get isIdle(): boolean {
    return this.barrier.isNow && !this.#readingOn.isRunning && !this.#snapshots.isSaving
  }

  stateVector(): Uint8Array {
    return this.#document.stateVector()
  }

  /** What someone with this state vector lacks; the same bytes for all who lack everything. Throws on bytes that are none. */
  since(stateVector: Uint8Array, meter: Meter): Sliced<Uint8Array> {
    return this.#document.since(stateVector, meter)
  }

  /** How many client ids an update brings that never wrote in this plan, and how many there are. */
  clientsOf({ ends }: Decoded): { known: number; fresh: number } {
    let fresh = 0
    for (const client of ends.keys()) if (this.#document.stateOf(client) === 0) fresh++
    return { known: this.#document.clients, fresh }
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
  *hasRoomFor(decoded: Decoded, meter: Meter): Sliced<boolean> {
    const { byteLength } = decoded.update
    if (this.#size.takes(byteLength) || !this.#document.wouldGrow(decoded)) return true
    if (this.#size.isExact) return false
    this.#size.set((yield* this.#document.state(meter)).byteLength)
    return this.#size.takes(byteLength)
  }

  /**
   * Sends an update to the log, unless it holds nothing new (`known`). `early`: it refers to what has yet to come; `bad`: it
   * is not whole or does not lie well; `heavy`: it costs too much; `full`: it brings too many rows; of these four nothing is called back.
   */
  *write(
    write: Write,
    meter: Meter,
  ): Sliced<'queued' | 'known' | 'early' | 'bad' | 'heavy' | 'full'> {
    const tried = yield* this.#document.try(write.decoded, meter)
    // Everyone was sent away while it was tried: what was not committed is with its writer.
    if (this.#isClosed) return 'early'
    switch (tried.kind) {
      case 'known':
        // Known from a write that still waits for its commit, perhaps: then it is not yet safe.
        this.barrier.when(write.onSafe)
        return 'known'
      case 'early':
      case 'full':
        return tried.kind
      case 'bad':
      case 'heavy':
        this.#own.began(write.decoded.update)
        this.#rebuild()
        return tried.kind
      case 'good':
        this.#commit(write, tried)
        return 'queued'
    }
  }

  #commit(write: Write, { fresh, onCommitted }: Extract<Verdict, { kind: 'good' }>): void {
    const { planId, queue } = this.#options
    const { userId } = write.peer
    this.barrier.commitBegan()
    this.#own.began(fresh)
    queue.add(
      { planId, actor: userId, body: { kind: 'update', update: fresh } },
      (committed) => {
        onCommitted({ ...committed, actor: userId })
        this.#onCommitted(write, fresh, committed)
      },
      (error) => {
        this.#rebuild()
        this.barrier.commitEnded()
        const isGone = error instanceof AppError && error.code === 'plan-not-found'
        write.onRefused(isGone ? 'plan-not-found' : 'unavailable')
      },
    )
  }

  #onCommitted({ peer, decoded, onSafe }: Write, update: Uint8Array, committed: Committed): void {
    if (committed.seq > this.#seq + 1) {
      // Someone else's change came in between (REST, another node): the log is read first. Until then nothing is at barrier.
      this.#own.waitFor(committed.seq, update, () => {
        onSafe()
        this.barrier.commitEnded()
      })
      return this.#options.onBehind()
    }
    this.#own.told(update)
    const change: Change = { ...committed, actor: peer.userId, body: { kind: 'update', update } }
    this.#tell(change, decoded.ends.keys(), peer)
    onSafe()
    this.barrier.commitEnded()
  }

  /** Counts and tells the next change of the log: the one place where a plan moves on. */
  #tell(change: Change, writers: Iterable<number>, origin: Peer | null): void {
    if (change.seq !== this.#seq + 1 || this.#isClosed) return
    this.#note(change, writers)
    this.#options.onChange(change, origin)
    this.#own.reached(change.seq)
    if (this.#snapshots.policy.isDue(this.#size.bytes)) void this.snapshot()
  }

  #note(change: Change, writers: Iterable<number>): void {
    this.#seq = change.seq
    this.#snapshots.policy.add(change.body.kind === 'update' ? change.body.update.byteLength : 0)
    if (change.body.kind === 'update') {
      this.#size.add(change.body.update.byteLength)
      this.#authors.note(change.actor, writers)
    } else this.#eventSeq = change.seq
  }

  /** Reads what others wrote to the log, up to its head of a moment after the call. Rejects with what storage says. */
  catchUp(): Promise<void> {
    return this.#readingOn.run().finally(() => this.#options.onCaughtUp())
  }

  async #readOn(): Promise<void> {
    const { log, planId } = this.#options
    const result = await log.since(planId, this.#seq)
    if (result.kind === 'changes') return await this.#followAll(result.changes)
    const loaded = await log.load(planId, this.#seq)
    if (loaded === null) throw new AppError('plan-not-found')
    // Updates commute: what the snapshot holds goes into the document beside the writes that wait for their commit.
    await this.#workAlone((meter) =>
      this.#jump(loaded, (state) => this.#takeInMissing(state, meter)),
    )
    await this.#followAll(loaded.changes)
  }

  *#takeInMissing(state: Uint8Array, meter: Meter): Sliced<Uint8Array> {
    const missing = this.#own.missingOf(state, this.#document.stateVector())
    yield* this.#document.follow(state, meter)
    return missing
  }

  async #followAll(changes: readonly Change[]): Promise<void> {
    for (const change of changes) {
      if (this.#isClosed) return
      await this.#workAlone((meter) => this.#follow(change, meter))
    }
  }

  *#follow(change: Change, meter: Meter): Sliced<void> {
    const writers = yield* writersOf(change, meter)
    if (change.seq === this.#seq + 1 && change.body.kind === 'update')
      (yield* this.#document.follow(change.body.update, meter))(change)
    this.#tell(change, writers, null)
  }

  /** Moves on over changes that only a snapshot holds by now; everyone stays where they are. `take` answers what they miss. */
  *#jump(
    { snapshot, snapshotSeq, events }: LoadedPlan,
    take: (state: Uint8Array) => Sliced<Uint8Array> | Uint8Array,
  ): Sliced<void> {
    if (this.#isClosed || snapshot === null || snapshotSeq <= this.#seq) return
    const from = this.#seq
    const taken = take(snapshot)
    const missing = taken instanceof Uint8Array ? taken : yield* taken
    this.#seq = snapshotSeq
    this.#snapshots.policy.taking()()
    this.#size.add(snapshot.byteLength)
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
    this.barrier.when(() =>
      this.barrier.during(
        this.#readAnew().catch((error: unknown) => {
          const { logger, planId } = this.#options
          logger.error({ err: error, planId }, 'the log could not be read anew')
          this.fail()
        }),
      ),
    )
  }

  async #readAnew(): Promise<void> {
    const { log, planId, observe, turns } = this.#options
    const loaded = await log.load(planId, this.#seq)
    if (loaded === null) throw new AppError('plan-not-found')
    const replica = this
    await turns.run(installation, function* (meter) {
      const document = yield* PlanDocument.fromLog(loaded, meter, observe)
      replica.#document.destroy()
      replica.#document = document
      replica.#own.forget()
      // What came from elsewhere meanwhile is told, not only shown to anyone who joins.
      yield* replica.#jump(loaded, (state) => state)
      for (const change of loaded.changes)
        replica.#tell(change, yield* writersOf(change, meter), null)
    })
  }

  /** Reads the document at barrier, as it is at `seq` then: nothing is written to it until that is done. The callback must not keep it. */
  read<T>(reader: (doc: Y.Doc, at: PlanPosition) => Steps<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.barrier.when(() => {
        if (this.#isClosed) return reject(new AppError('unavailable'))
        const at = { epoch: this.epoch, seq: this.#seq }
        const fail = (error: unknown) =>
          reject(error instanceof Error ? error : new Error(String(error)))
        try {
          const reading = this.work(installation, (meter) =>
            this.#document.read((doc) => reader(doc, at), meter),
          )
          if (reading instanceof Promise) reading.then(resolve, fail)
          else resolve(reading)
        } catch (error) {
          fail(error)
        }
      })
    })
  }

  async #takeState(): Promise<{ seq: number; state: Uint8Array }> {
    const seq = this.#seq
    const state = await this.work(installation, (meter) => this.#document.state(meter))
    this.#size.set(state.byteLength)
    return { seq, state }
  }

  /** Keeps the state in storage when there is anything new. */
  snapshot(): Promise<void> {
    return this.#isClosed ? Promise.resolve() : this.#snapshots.save()
  }

  /** Nobody has written for a while: the bytes alone are kept until someone does. */
  dehydrate(): void {
    if (!this.barrier.isNow || this.#isClosed) return
    // Where that fails it stays a Y.Doc: that costs memory alone.
    const dehydrating = this.work(installation, (meter) => this.#document.dehydrate(meter))
    if (dehydrating instanceof Promise) dehydrating.catch(() => undefined)
  }

  /** Tells nothing any more; who waits for the barrier is let go. */
  close(): void {
    this.#isClosed = true
    this.#document.destroy()
    this.barrier.release()
  }

  /** Whoever comes back gets a fresh reading of the log. */
  fail(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    // First: what is let go after it would else be told to those who are still there.
    this.#options.onFailed()
    this.barrier.release()
  }
}

/** The client ids under which a change was written. */
function* writersOf({ body }: Change, meter: Meter): Sliced<number[]> {
  if (body.kind === 'event') return []
  return (yield* scanUpdate(body.update, meter)).blocks.map(({ client }) => client)
}
