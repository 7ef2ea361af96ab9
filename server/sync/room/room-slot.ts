import { assert } from '#server/invariant.ts'
import type { MonotonicClock } from '#server/runtime.ts'
import { AppError } from '#shared/errors.ts'
import type { Room } from './room.ts'

/** An idle plan is closed after this time: an open document costs ten times its size in memory. */
const idleMs = 60_000
/** A plan without changes for this time is kept as bytes, also while clients read it. */
const quietMs = 30_000

type SlotState = { kind: 'opening' } | { kind: 'open'; room: Room } | { kind: 'gone' }

type RoomSlotOptions = {
  planId: string
  clock: MonotonicClock
  load: (slot: RoomSlot) => Promise<Room>
  /** Whether a listener needs the plan open. */
  isWanted: () => boolean
  /** The slot is never used again. */
  onGone: (slot: RoomSlot) => void
}

/**
 * The life of one plan in memory:
 *
 *     opening ── read ──► open ── no connection for a minute ──► gone
 *        └───────── unreadable, or closed meanwhile ──────────────┘
 *
 * While it is open without changes, its document is kept as bytes.
 */
export class RoomSlot {
  readonly planId: string
  /** Rejects when the plan can't be read, and with `unavailable` when it was closed meanwhile. */
  readonly opening: Promise<Room>
  readonly #options: RoomSlotOptions
  #state: SlotState = { kind: 'opening' }
  #cancelIdle: (() => void) | null = null
  #cancelQuiet: (() => void) | null = null

  constructor(options: RoomSlotOptions) {
    this.planId = options.planId
    this.#options = options
    this.opening = this.#open()
  }

  get room(): Room | null {
    return this.#state.kind === 'open' ? this.#state.room : null
  }

  async #open(): Promise<Room> {
    try {
      const room = await this.#options.load(this)
      if (this.#state.kind === 'gone') {
        // All connections were closed while the plan was read: an unregistered room would get no
        // changes.
        room.destroy()
        throw new AppError('unavailable')
      }
      this.#state = { kind: 'open', room }
      this.#letGoLater()
      this.#dehydrateLater(room.replica.seq)
      return room
    } catch (error) {
      this.end()
      throw error
    }
  }

  /** Soon when the plan is open, later when it is being read, not at all when it can't be. */
  whenOpen(use: (room: Room) => void): void {
    this.opening.then(use, () => undefined)
  }

  /** Whether the plan can be closed for another one: it is unused, and its log holds everything. */
  get isIdle(): boolean {
    return this.room?.isIdle === true && !this.#options.isWanted()
  }

  /** The plan is in use: it stays open for another interval. */
  use(): void {
    this.#cancelIdle?.()
    this.#cancelIdle = null
    if (this.room?.size === 0) this.#letGoLater()
  }

  /** The last connection left. */
  emptied(): void {
    if (this.#state.kind === 'open') this.#letGoLater()
  }

  /** Closes the plan; its log holds everything. */
  letGo(): void {
    const { room } = this
    try {
      assert(room === null || room.size === 0, 'left-before-closed')
    } catch (error) {
      // A timer may be the caller; the connections are closed here.
      room?.replica.breaks(error)
    }
    this.end()
    room?.destroy()
  }

  /** The slot is not used any more. */
  end(): void {
    if (this.#state.kind === 'gone') return
    this.#state = { kind: 'gone' }
    this.#cancelIdle?.()
    this.#cancelQuiet?.()
    this.#options.onGone(this)
  }

  /**
   * One timer per plan, and nothing for a change to do here. A reading and a change of another
   * node hydrate the document too, so it looks again after each interval.
   */
  #dehydrateLater(seq: number): void {
    this.#cancelQuiet = this.#options.clock.after(quietMs, () => {
      const replica = this.room?.replica
      if (replica === undefined) return
      if (replica.seq === seq) void replica.dehydrate()
      this.#dehydrateLater(replica.seq)
    })
  }

  #letGoLater(): void {
    this.#cancelIdle?.()
    this.#cancelIdle = this.#options.clock.after(idleMs, () => {
      this.#cancelIdle = null
      void this.#letGoWhenIdle()
    })
  }

  async #letGoWhenIdle(): Promise<void> {
    const { room } = this
    if (room === null || room.size > 0) return
    if (this.#options.isWanted()) return this.#letGoLater()
    if (room.isIdle) await room.replica.snapshot()
    // The plan was used during the snapshot, which postponed its end.
    if (this.#cancelIdle !== null || this.#state.kind === 'gone') return
    // A connection may have joined meanwhile.
    if (!room.isIdle) return this.#letGoLater()
    this.letGo()
  }
}

/** The plans that are open or opening. */
export class RoomSlots {
  readonly #slots = new Map<string, RoomSlot>()

  get size(): number {
    return this.#slots.size
  }

  get(planId: string): RoomSlot | undefined {
    return this.#slots.get(planId)
  }

  add(slot: RoomSlot): void {
    // Two rooms of one plan would each show half of its changes.
    assert(!this.#slots.has(slot.planId), 'opened-once')
    this.#slots.set(slot.planId, slot)
  }

  /** Its plan may be open again in another slot. */
  remove(slot: RoomSlot): void {
    if (this.#slots.get(slot.planId) === slot) this.#slots.delete(slot.planId)
  }

  /** A copy: what is done with a slot may remove it. */
  all(): readonly RoomSlot[] {
    return [...this.#slots.values()]
  }

  *rooms(): Iterable<Room> {
    for (const { room } of this.#slots.values()) if (room !== null) yield room
  }

  /** Closes one unused plan; its log holds everything. False when all are in use. */
  letGoOfOne(): boolean {
    for (const slot of this.#slots.values()) {
      if (!slot.isIdle) continue
      slot.letGo()
      return true
    }
    return false
  }
}
