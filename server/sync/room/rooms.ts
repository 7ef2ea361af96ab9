import type * as Y from 'yjs'
import { InvariantError, type InvariantName } from '#server/invariant.ts'
import type { Logger, MonotonicClock } from '#server/runtime.ts'
import { type Meter, Turns } from '#server/turns.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import { type LimitName, limits, type OnLimited } from '#shared/limits.ts'
import type { AwarenessEntry } from '#shared/protocol/codec.ts'
import { oneStep, type Steps } from '#shared/steps.ts'
import { type CommitFault, CommitQueue } from '../commit/commit-queue.ts'
import { StorageHealth } from '../commit/storage-health.ts'
import type { PlanLog } from '../plan-log.ts'
import type { ChangeObserver, PlanListener, PlanPosition, PlanRooms } from '../plan-rooms.ts'
import type { ReplicaOptions } from '../replica/replica-core.ts'
import { noTimeline, type Timeline } from '../timeline.ts'
import { LogFollower } from './log-follower.ts'
import { PlanListeners } from './plan-listeners.ts'
import { Room, type RoomListener } from './room.ts'
import { RoomSlot, RoomSlots } from './room-slot.ts'
import { Seats } from './user-limits.ts'

export type RoomsOptions = {
  log: PlanLog
  clock: MonotonicClock
  logger: Logger
  observer?: ChangeObserver
  /** What people who are connected here changed of their presence. */
  onPresence?: (planId: string, entries: readonly AwarenessEntry[]) => void
  /** A plan was opened, with the people of this node alone. */
  onOpened?: (planId: string) => void
  defer?: (run: () => void) => void
  peersPerPlan?: number
  maxPlans?: number
  onLimited?: OnLimited
  paceMs?: number
  /** The timeline of the log, for clients that come from an earlier one; none by default. */
  timeline?: Timeline
  /** Shared with other work on plans; by default made here, with `defer` and `sliceUnits`. */
  turns?: Turns
  sliceUnits?: number
}

/** All open plans: opens each once, closes idle ones, and drains at the end. */
export class Rooms implements PlanRooms {
  readonly #options: RoomsOptions
  readonly #queue: CommitQueue
  readonly #health: StorageHealth
  readonly #follower: LogFollower
  readonly turns: Turns
  readonly seats = new Seats()
  readonly #slots = new RoomSlots()
  readonly #listeners: PlanListeners
  readonly peersPerPlan: number
  readonly #maxPlans: number
  /** The number of closed connections, by reason. */
  readonly closed = new Map<ErrorCode, number>()
  /** The number of plans closed by a broken invariant. */
  readonly broken = new Map<InvariantName, number>()
  #isDraining = false
  #accessVersion = 0

  constructor(options: RoomsOptions) {
    this.#options = options
    this.#listeners = new PlanListeners(options.clock, (planId, error) =>
      this.breaks(planId, error),
    )
    this.peersPerPlan = options.peersPerPlan ?? limits.connectionsPerPlan.max
    this.#maxPlans = options.maxPlans ?? limits.openPlans.max
    this.turns = options.turns ?? new Turns(options.defer, options.sliceUnits)
    const onFailing = (fault: CommitFault) => this.#health.failed(fault)
    this.#queue = new CommitQueue({ ...options, onFailing })
    const { watch } = this.#queue
    this.#health = new StorageHealth({ ...options, watch, onFailing: () => this.sendAway() })
    this.#follower = new LogFollower({ ...options, plans: () => this.openRooms() })
  }

  stats() {
    const rooms = [...this.openRooms()]
    return {
      rooms: this.#slots.size,
      roomsOverHalf: rooms.filter(({ replica }) => replica.isOverHalf).length,
      peers: rooms.reduce((peers, { size }) => peers + size, 0),
      listeners: this.#listeners.size,
      waitingWork: this.turns.waiting,
      waitingCommits: this.#queue.size,
      commitWaitSeconds: this.#queue.watch.waitingMs / 1000,
      storageFailing: this.#health.isFailing ? 1 : 0,
    }
  }

  /** Changes with rights, so that only connections that opened meanwhile are rechecked. */
  get accessVersion(): number {
    return this.#accessVersion
  }

  countLimited(name: LimitName): void {
    this.#options.onLimited?.(name)
  }

  countClosed(code: ErrorCode): void {
    this.closed.set(code, (this.closed.get(code) ?? 0) + 1)
  }

  /** Rejects with `plan-not-found`, `plan-unreadable`, `unavailable` or `too-many`. */
  open(planId: string, userId = ''): Promise<Room> {
    if (this.#isDraining) return Promise.reject(new AppError('unavailable'))
    const known = this.#slots.get(planId)
    if (known !== undefined) {
      known.use()
      return known.opening
    }
    if (this.#slots.size >= this.#maxPlans && !this.#slots.letGoOfOne()) {
      this.countLimited('openPlans')
      return Promise.reject(new AppError('too-many'))
    }
    const slot = new RoomSlot({
      planId,
      clock: this.#options.clock,
      isWanted: () => this.#listeners.has(planId),
      load: (loading) => this.#load(loading, userId),
      onGone: (gone) => this.#forget(gone),
    })
    this.#slots.add(slot)
    slot.whenOpen(() => {
      this.#follower.begin()
      this.#options.onOpened?.(planId)
    })
    return slot.opening
  }

  read<T>(planId: string, minSeq: number, reader: (doc: Y.Doc, at: PlanPosition) => T): Promise<T> {
    return this.readInSteps(planId, minSeq, (doc, at) => oneStep(() => reader(doc, at)))
  }

  async readInSteps<T>(
    planId: string,
    minSeq: number,
    reader: (doc: Y.Doc, at: PlanPosition) => Steps<T>,
  ): Promise<T> {
    const room = await this.open(planId)
    if (room.replica.seq < minSeq) await room.replica.catchUp()
    if (room.replica.seq < minSeq) throw new AppError('behind')
    return await room.replica.read(reader)
  }

  /** The same for a plan that is in memory, at its current state; null when it is not. */
  async readOpen<T>(
    planId: string,
    reader: (doc: Y.Doc, at: PlanPosition) => Steps<T>,
  ): Promise<T | null> {
    const room = this.openRoom(planId)
    return room === null ? null : await room.replica.read(reader)
  }

  notifyChanged(planId: string): void {
    this.#slots.get(planId)?.whenOpen((room) => this.#follower.readOn(room))
  }

  listen(planId: string, listener: PlanListener): () => void {
    const stop = this.#listeners.add(planId, listener)
    // The plan must follow its log. The reading of the listener reports why it can't be opened.
    this.open(planId).catch(() => undefined)
    return stop
  }

  revoke(planId: string, userId: string | null, reason: 'no-access' | 'plan-not-found'): void {
    this.#accessVersion++
    this.#listeners.accessChanged(planId)
    this.#slots.get(planId)?.whenOpen((room) => room.revoke(userId, reason))
  }

  /** Another node may have changed rights: connections that are opening are rechecked. */
  recheckOpening(): void {
    this.#accessVersion++
  }

  /** The sessions of all connections and listeners. */
  sessions(): ReadonlySet<string> {
    const all = new Set<string>(this.#listeners.sessions())
    for (const room of this.openRooms()) for (const sessionId of room.sessions()) all.add(sessionId)
    return all
  }

  /** Closes every connection of these sessions. Opening connections are checked when they join. */
  endSessions(sessionIds: readonly string[]): void {
    this.#accessVersion++
    const ended = new Set(sessionIds)
    for (const room of this.openRooms()) room.endSessions(ended)
    this.#listeners.endSessions(ended)
  }

  /**
   * Before stopping: commits what was received, asks clients to return later and stores snapshots.
   */
  async drain(): Promise<void> {
    this.#isDraining = true
    this.#follower.stop()
    this.#listeners.allChanged()
    await this.#queue.drained()
    for (const slot of this.#slots.all()) {
      const room = await slot.opening.catch(() => null)
      room?.closeAll('unavailable')
      await room?.replica.snapshot()
      slot.letGo()
    }
  }

  /** Storage can't be trusted any more: closes all connections, stores nothing, lets nobody in. */
  abandon(): void {
    this.#isDraining = true
    this.#follower.stop()
    this.sendAway()
  }

  /** Rejects with `unavailable` while storage takes no writes. */
  checkStorage(): Promise<void> {
    if (this.#isDraining) return Promise.reject(new AppError('unavailable'))
    return this.#health.ensure()
  }

  /** Closes all plans; clients still have their uncommitted updates, and return. */
  sendAway(): void {
    for (const slot of this.#slots.all()) {
      slot.room?.closeAll('unavailable')
      slot.letGo()
    }
  }

  async #load(slot: RoomSlot, userId: string): Promise<Room> {
    const { planId } = slot
    const { log, logger, observer, onLimited = () => {} } = this.#options
    const options: ReplicaOptions = {
      planId,
      log,
      queue: this.#queue,
      logger,
      turns: this.turns,
      onLimited,
      observe: observer?.(planId),
    }
    const listener: RoomListener = {
      listeners: this.#listeners,
      onBehind: () => slot.room && this.#follower.readOn(slot.room),
      timeline: this.#options.timeline ?? noTimeline,
      onEmpty: () => slot.emptied(),
      onFailed: () => slot.end(),
      onAccessChanged: (userId) => this.revoke(planId, userId, 'no-access'),
      onPresence: (entries) => this.#options.onPresence?.(planId, entries),
      onBroken: (error) => this.#onBroken(planId, error),
    }
    await this.#health.ensure()
    try {
      const loaded = await log.load(planId)
      if (loaded === null) throw new AppError('plan-not-found')
      const open = (meter: Meter) => Room.open(loaded, { options, listener }, meter)
      return await this.turns.run(userId, open)
    } catch (error) {
      if (!(error instanceof InvariantError)) throw error
      this.#onBroken(planId, error)
      throw new AppError('plan-unreadable', { cause: error })
    }
  }

  /** Closes a plan after a broken invariant, if it is in memory. */
  breaks(planId: string, error: InvariantError): void {
    if (this.openRoom(planId)?.replica.breaks(error) !== true) this.#onBroken(planId, error)
  }

  /** The plan is closed; returning clients read it from its log, with everything acknowledged. */
  #onBroken(planId: string, error: InvariantError): void {
    const { invariant } = error
    this.broken.set(invariant, (this.broken.get(invariant) ?? 0) + 1)
    this.#options.logger.error(
      { err: error, planId, invariant },
      'a plan broke an invariant: it is closed and read again',
    )
  }

  /** Notifications may have been missed, perhaps because the database is gone. */
  async catchUp(): Promise<void> {
    await this.#health.suspect()
    this.#follower.lookNow()
  }

  /** The room of a plan that is in memory. */
  openRoom(planId: string): Room | null {
    return this.#slots.get(planId)?.room ?? null
  }

  openRooms(): Iterable<Room> {
    return this.#slots.rooms()
  }

  #forget(slot: RoomSlot): void {
    this.#slots.remove(slot)
    if (this.#slots.size === 0) this.#follower.pause()
    // The listeners read the plan again, which opens it again.
    this.#listeners.accessChanged(slot.planId)
  }
}
