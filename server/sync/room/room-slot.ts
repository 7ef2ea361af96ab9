import type { MonotonicClock } from '#server/runtime.ts'
import { AppError } from '#shared/errors.ts'
import type { Room } from './room.ts'

/** An idle plan is closed after this time: an open document costs ten times its size in memory. */
const idleMs = 60_000
/** A plan without writes for this time is kept as bytes, also while clients read it. */
const quietMs = 30_000

type State = { kind: 'opening' } | { kind: 'open'; room: Room } | { kind: 'gone' }

type Options = {
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
 * While it is open without writes, its document is kept as bytes.
 */
export class RoomSlot {
  readonly planId: string
  /** Rejects when the plan can't be read, and with `unavailable` when it was closed meanwhile. */
  readonly opening: Promise<Room>
  readonly #options: Options
  #state: State = { kind: 'opening' }
  #cancelIdle: (() => void) | null = null
  #cancelQuiet: (() => void) | null = null

  constructor(options: Options) {
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
      return room
    } catch (error) {
      this.end()
      throw error
    }
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

  /** A write came in. */
  wrote(): void {
    if (this.#cancelQuiet !== null || this.#state.kind === 'gone') return
    const seq = this.room?.replica.seq
    this.#cancelQuiet = this.#options.clock.after(quietMs, () => {
      this.#cancelQuiet = null
      if (this.room?.replica.seq === seq) void this.room?.replica.dehydrate()
      else this.wrote()
    })
  }

  /** Closes the plan; its log holds everything. */
  letGo(): void {
    const { room } = this
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
