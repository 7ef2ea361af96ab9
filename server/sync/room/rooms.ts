import type * as Y from 'yjs'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import { type LimitName, limits, type OnLimited } from '#shared/limits.ts'
import { oneStep, type Steps } from '#shared/steps.ts'
import type { Logger, MonotonicClock } from '../../runtime.ts'
import { CommitQueue } from '../commit/commit-queue.ts'
import { CommitWatch, StorageHealth } from '../commit/storage-health.ts'
import type { PlanLog } from '../plan-log.ts'
import type { ChangeObserver, PlanListener, PlanPosition, PlanRooms } from '../plan-rooms.ts'
import { Turns } from '../turns.ts'
import { LogFollower } from './log-follower.ts'
import { PlanListeners } from './plan-listeners.ts'
import { Room, type RoomOptions } from './room.ts'
import { Seats } from './user-limits.ts'

export type RoomsOptions = {
  log: PlanLog
  clock: MonotonicClock
  logger: Logger
  observer?: ChangeObserver
  defer?: (run: () => void) => void
  peersPerPlan?: number
  maxPlans?: number
  onLimited?: OnLimited
  /** See the commit queue. */
  paceMs?: number
  /** Shared with others who work on plans; its own, with the two settings below, when left out. */
  turns?: Turns
  /** What is done in one go, see `Turns`. */
  sliceUnits?: number
}

/** An idle plan is let go after this long: an open document costs ten times its size in memory. */
const idleMs = 60_000

/** A plan in which nobody wrote for this long is kept as bytes alone, though people look at it. */
const quietMs = 30_000

type Slot = {
  opening: Promise<Room>
  room: Room | null
  cancelIdle: (() => void) | null
  cancelQuiet: (() => void) | null
}

/** All open plans: opens each once, lets idle ones go, and drains at the end. */
export class Rooms implements PlanRooms {
  readonly #options: RoomsOptions
  readonly #queue: CommitQueue
  readonly #watch: CommitWatch
  readonly #health: StorageHealth
  readonly #follower: LogFollower
  readonly turns: Turns
  readonly seats = new Seats()
  readonly #slots = new Map<string, Slot>()
  readonly #listeners: PlanListeners
  /** Connections to one plan at most. */
  readonly peersPerPlan: number
  readonly #maxPlans: number
  /** How often a connection was closed for which reason. */
  readonly closed = new Map<ErrorCode, number>()
  #isDraining = false
  #accessVersion = 0

  constructor(options: RoomsOptions) {
    this.#options = options
    this.#listeners = new PlanListeners(options.clock)
    this.peersPerPlan = options.peersPerPlan ?? limits.connectionsPerPlan.max
    this.#maxPlans = options.maxPlans ?? limits.openPlans.max
    this.turns = options.turns ?? new Turns(options.defer, options.sliceUnits)
    this.#watch = new CommitWatch({
      clock: options.clock,
      onStalled: () => this.#stalled(),
    })
    this.#health = new StorageHealth({
      log: options.log,
      watch: this.#watch,
      onFailing: () => this.#sendAway(),
    })
    this.#queue = new CommitQueue({
      ...options,
      watch: this.#watch,
      onFailing: () => this.#health.failed(),
    })
    this.#follower = new LogFollower({ ...options, plans: () => this.#openRooms() })
  }

  /** Numbers for the metrics page. */
  stats(): {
    rooms: number
    roomsOverHalf: number
    peers: number
    waitingCommits: number
    commitWaitSeconds: number
    storageFailing: number
  } {
    let [peers, roomsOverHalf] = [0, 0]
    for (const { room } of this.#slots.values()) {
      peers += room?.size ?? 0
      if (room?.replica.isOverHalf === true) roomsOverHalf++
    }
    return {
      rooms: this.#slots.size,
      roomsOverHalf,
      peers,
      waitingCommits: this.#queue.size,
      commitWaitSeconds: this.#watch.waitingMs / 1000,
      storageFailing: this.#health.isFailing ? 1 : 0,
    }
  }

  /** Another number after each change of what anyone may do, so that who is on their way in is judged anew only then. */
  get accessVersion(): number {
    return this.#accessVersion
  }

  countLimited(name: LimitName): void {
    this.#options.onLimited?.(name)
  }

  countClosed(code: ErrorCode): void {
    this.closed.set(code, (this.closed.get(code) ?? 0) + 1)
  }

  /** The room of a plan. Rejects with `plan-not-found`, `plan-unreadable`, `unavailable`, or `too-many` when as many plans as may be are in use. */
  open(planId: string, userId = ''): Promise<Room> {
    if (this.#isDraining) return Promise.reject(new AppError('unavailable'))
    const known = this.#slots.get(planId)
    if (known !== undefined) {
      this.#stayAwake(known)
      return known.opening
    }
    if (this.#slots.size >= this.#maxPlans && !this.#letGoOfOne()) {
      this.countLimited('openPlans')
      return Promise.reject(new AppError('too-many'))
    }
    const slot: Slot = {
      opening: this.#load(planId, userId),
      room: null,
      cancelIdle: null,
      cancelQuiet: null,
    }
    this.#slots.set(planId, slot)
    slot.opening.then(
      (room) => {
        slot.room = room
        this.#sleepLater(planId, slot)
        this.#follower.begin()
      },
      () => this.#forget(planId, slot),
    )
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

  /** The same of a plan that is in memory already, at what it is; null when it is not. */
  async readOpen<T>(
    planId: string,
    reader: (doc: Y.Doc, at: PlanPosition) => Steps<T>,
  ): Promise<T | null> {
    const room = this.#slots.get(planId)?.room ?? null
    return room === null ? null : await room.replica.read(reader)
  }

  notifyChanged(planId: string): void {
    this.#slots.get(planId)?.opening.then(
      (room) => this.#follower.readOn(room),
      () => undefined,
    )
  }

  listen(planId: string, listener: PlanListener): () => void {
    const stop = this.#listeners.add(planId, listener)
    // Open, so that it follows its log. Why it can't be opened is told to anyone who reads it.
    this.open(planId).catch(() => undefined)
    return stop
  }

  revoke(planId: string, userId: string | null, reason: 'no-access' | 'plan-not-found'): void {
    this.#accessVersion++
    this.#listeners.judge(planId)
    const slot = this.#slots.get(planId)
    slot?.opening.then(
      (room) => room.revoke(userId, reason),
      () => undefined,
    )
  }

  /** The sessions of all connections, each once. */
  sessions(): ReadonlySet<string> {
    const all = new Set<string>(this.#listeners.sessions())
    for (const { room } of this.#slots.values())
      for (const sessionId of room?.sessions() ?? []) all.add(sessionId)
    return all
  }

  /** Closes every connection of these sessions. One whose plan is being opened is judged anew when it comes in. */
  endSessions(sessionIds: readonly string[]): void {
    this.#accessVersion++
    const ended = new Set(sessionIds)
    for (const { room } of this.#slots.values()) room?.endSessions(ended)
    this.#listeners.endSessions(ended)
  }

  /** Before stopping: everyone is asked to come back later, all that was received is committed, states are kept. */
  async drain(): Promise<void> {
    this.#isDraining = true
    this.#follower.stop()
    this.#listeners.judgeAll()
    await this.#queue.drained()
    for (const [planId, slot] of this.#slots) {
      const room = await slot.opening.catch(() => null)
      if (room !== null) {
        room.closeAll('unavailable')
        await room.replica.snapshot()
        room.destroy()
      }
      this.#forget(planId, slot)
    }
  }

  /** Storage can't be trusted any more: everyone is told, nothing is kept, and nobody comes in. */
  abandon(): void {
    this.#isDraining = true
    this.#follower.stop()
    this.#sendAway()
  }

  /** Rejects with `unavailable` while storage takes no writes. */
  checkStorage(): Promise<void> {
    if (this.#isDraining) return Promise.reject(new AppError('unavailable'))
    return this.#health.ensure()
  }

  #stalled(): void {
    if (!this.#health.isFailing)
      this.#options.logger.error(
        { waiting: this.#queue.size, ms: Math.round(this.#watch.waitingMs) },
        'Nothing is committed while changes wait',
      )
    this.#health.failed()
  }

  /** Every screen is told, and each plan is read anew when storage is back: what was not committed is with its writers. */
  #sendAway(): void {
    for (const [planId, slot] of this.#slots) {
      slot.room?.closeAll('unavailable')
      slot.room?.destroy()
      this.#forget(planId, slot)
    }
  }

  async #load(planId: string, userId: string): Promise<Room> {
    await this.#health.ensure()
    const loaded = await this.#options.log.load(planId)
    if (loaded === null) throw new AppError('plan-not-found')
    const slot = () => this.#slots.get(planId)
    const { observer } = this.#options
    const roomOptions: RoomOptions = {
      planId,
      log: this.#options.log,
      queue: this.#queue,
      logger: this.#options.logger,
      turns: this.turns,
      onLimited: this.#options.onLimited ?? (() => {}),
      observe:
        observer === undefined ? undefined : (transaction) => observer.observe(planId, transaction),
      onChanged: () => this.#listeners.changed(planId),
      onWrite: () => {
        const current = slot()
        if (current !== undefined) this.#quietLater(current)
      },
      onBehind: () => {
        const room = slot()?.room
        if (room !== null && room !== undefined) this.#follower.readOn(room)
      },
      onEmpty: () => {
        const current = slot()
        if (current !== undefined) this.#sleepLater(planId, current)
      },
      onFailed: () => {
        const current = slot()
        if (current !== undefined) this.#forget(planId, current)
      },
    }
    return await this.turns.run(userId, (meter) => Room.open(loaded, roomOptions, meter))
  }

  *#openRooms(): Iterable<Room> {
    for (const { room } of this.#slots.values()) if (room !== null) yield room
  }

  #stayAwake(slot: Slot): void {
    slot.cancelIdle?.()
    slot.cancelIdle = null
    if (slot.room !== null && slot.room.size === 0) this.#sleepLater(slot.room.planId, slot)
  }

  #sleepLater(planId: string, slot: Slot): void {
    slot.cancelIdle?.()
    slot.cancelIdle = this.#options.clock.after(idleMs, () => {
      slot.cancelIdle = null
      void this.#sleep(planId, slot)
    })
  }

  #quietLater(slot: Slot): void {
    if (slot.cancelQuiet !== null) return
    const seq = slot.room?.replica.seq
    slot.cancelQuiet = this.#options.clock.after(quietMs, () => {
      slot.cancelQuiet = null
      if (slot.room?.replica.seq === seq) slot.room?.replica.dehydrate()
      else this.#quietLater(slot)
    })
  }

  async #sleep(planId: string, slot: Slot): Promise<void> {
    const { room } = slot
    if (room === null || this.#slots.get(planId) !== slot || room.size > 0) return
    if (this.#listeners.has(planId)) return this.#sleepLater(planId, slot)
    if (room.isIdle) await room.replica.snapshot()
    // Someone used the plan while the snapshot was written, and with that put its sleep off.
    if (slot.cancelIdle !== null) return
    // Someone may have come in meanwhile.
    if (!room.isIdle) return this.#sleepLater(planId, slot)
    this.#forget(planId, slot)
    room.destroy()
  }

  /** Makes room by closing a plan that nobody looks at; its log holds everything. */
  #letGoOfOne(): boolean {
    for (const [planId, slot] of this.#slots) {
      if (slot.room?.isIdle !== true || this.#listeners.has(planId)) continue
      this.#forget(planId, slot)
      slot.room.destroy()
      return true
    }
    return false
  }

  #forget(planId: string, slot: Slot): void {
    slot.cancelIdle?.()
    slot.cancelQuiet?.()
    if (this.#slots.get(planId) === slot) this.#slots.delete(planId)
    if (this.#slots.size === 0) this.#follower.pause()
    // They read it again, and with that open it again.
    this.#listeners.judge(planId)
  }
}

export function createRooms(options: RoomsOptions): Rooms {
  return new Rooms(options)
}
