import { assert, InvariantError } from '#server/invariant.ts'
import { installation, type Meter, type Sliced } from '#server/turns.ts'
import { AppError } from '#shared/errors.ts'
import type { Change, LoadedPlan } from '../plan-log.ts'
import { PlanDocument } from './plan-document.ts'
import { writersOf } from './plan-state.ts'
import type { ReplicaCore } from './replica-core.ts'

const reloadAttempts = 3

/**
 * Brings a plan to the head of its log: by single changes, by a snapshot where compaction removed
 * those, or by a reload.
 */
export class LogReader {
  readonly #core: ReplicaCore
  #running: Promise<void> | null = null
  #next: Promise<void> | null = null

  constructor(core: ReplicaCore) {
    this.#core = core
  }

  get isReading(): boolean {
    return this.#running !== null
  }

  /**
   * Reads up to the head at some moment after the call. One reading runs at a time: callers during
   * a reading share the next one, because the current one may have looked too early for them.
   * Rejects with the error of storage.
   */
  catchUp(): Promise<void> {
    if (this.#running === null) return this.#begin()
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = null
        return this.#begin()
      })
    return this.#next
  }

  #begin(): Promise<void> {
    this.#running = this.#readOn().finally(() => {
      this.#running = null
    })
    return this.#running
  }

  async #readOn(): Promise<void> {
    const { state, options } = this.#core
    const result = await options.log.since(options.planId, state.seq)
    if (result.kind === 'changes') return await this.#followAll(result.changes)
    const loaded = await this.#load()
    // Updates commute: the snapshot is merged into the document beside the writes that wait for
    // their commit.
    await this.#core.workAlone((meter) =>
      this.#jump(loaded, (bytes) => this.#takeInMissing(bytes, meter)),
    )
    await this.#followAll(loaded.changes)
  }

  /**
   * The document holds an update that the log does not: reloads it from the log. Connections stay.
   */
  rebuild(): void {
    const { barrier, options, rebuild } = this.#core
    if (rebuild.isDue) return
    rebuild.isDue = true
    rebuild.count++
    const begin = () => {
      rebuild.isDue = false
      if (this.#core.isClosed) return
      barrier.assertCommitted()
      barrier.during(
        this.#readAnew().catch((error: unknown) => {
          if (error instanceof InvariantError) return this.#core.broke(error)
          const { logger, planId } = options
          logger.error({ err: error, planId }, 'a plan could not be reloaded from its log')
          this.#core.fail()
        }),
      )
    }
    // Readings that waited longer would be given the update of which the log has nothing (AK1).
    barrier.passFirst(() => this.#core.contain(begin))
  }

  async #readAnew(): Promise<void> {
    const { state, own, options } = this.#core
    const loaded = await this.#loadAnew()
    const reader = this
    await options.turns.run(installation, function* (meter) {
      const document = yield* PlanDocument.fromLog(loaded, meter, options.observe)
      if (reader.#core.isClosed) return document.destroy()
      state.replace(document)
      own.forget()
      // Changes of others since then are announced to the room, not only part of the document.
      yield* reader.#jump(loaded, (bytes) => bytes)
      for (const change of loaded.changes) reader.#announce(change, yield* writersOf(change, meter))
    })
  }

  /** The document can't be shown before this succeeds, so a broken connection is no reason to give up. */
  async #loadAnew(): Promise<LoadedPlan> {
    for (let left = reloadAttempts - 1; ; left--)
      try {
        return await this.#load()
      } catch (error) {
        if (left === 0 || error instanceof InvariantError || error instanceof AppError) throw error
      }
  }

  async #load(): Promise<LoadedPlan> {
    const { state, options } = this.#core
    const { seq } = state
    const loaded = await options.log.load(options.planId, seq)
    if (loaded === null) throw new AppError('plan-not-found')
    assert(loaded.seq >= seq, 'log-keeps')
    return loaded
  }

  *#takeInMissing(bytes: Uint8Array, meter: Meter): Sliced<Uint8Array> {
    const { own, state } = this.#core
    const missing = own.missingOf(bytes, state.document.stateVector())
    yield* state.document.follow(bytes, meter)
    return missing
  }

  async #followAll(changes: readonly Change[]): Promise<void> {
    for (const change of changes) {
      if (this.#core.isClosed) return
      await this.#core.workAlone((meter) => this.#follow(change, meter))
    }
  }

  *#follow(change: Change, meter: Meter): Sliced<void> {
    const { state } = this.#core
    const writers = yield* writersOf(change, meter)
    if (change.seq === state.seq + 1 && change.body.kind === 'update')
      (yield* state.document.follow(change.body.update, meter))(change)
    this.#announce(change, writers)
  }

  /** Skips a change that was already announced, because our own commit came first. */
  #announce(change: Change, writers: Iterable<number>): void {
    const { state, isClosed } = this.#core
    if (change.seq > state.seq && !isClosed) this.#core.announce(change, writers, null)
  }

  /**
   * Moves on over changes that only a snapshot still holds. `take` returns what the room lacks of
   * it.
   */
  *#jump(
    loaded: LoadedPlan,
    take: (bytes: Uint8Array) => Sliced<Uint8Array> | Uint8Array,
  ): Sliced<void> {
    const { state } = this.#core
    const { snapshot, snapshotSeq } = loaded
    if (this.#core.isClosed || snapshot === null || snapshotSeq <= state.seq) return
    const taken = take(snapshot)
    const missing = taken instanceof Uint8Array ? taken : yield* taken
    // Our own commits may have moved on beyond the snapshot meanwhile.
    if (this.#core.isClosed || snapshotSeq <= state.seq) return
    this.#core.announceSnapshot(missing, state.jumpTo(loaded, snapshot.byteLength))
  }
}
