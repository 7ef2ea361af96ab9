import { asInvariantError, assert } from '#server/invariant.ts'
import type { Clock, Logger } from '#server/runtime.ts'
import type { Meter, Sliced, Units } from '#server/turns.ts'
import { AppError, type ErrorCode, errorTable } from '#shared/errors.ts'
import { LimitError, limits } from '#shared/limits.ts'
import { encodeRefused } from '#shared/protocol/codec.ts'
import { type ClientPosition, openFrom } from './client-position.ts'
import type { Peer } from './peers.ts'
import type { Room } from './room.ts'
import type { Rooms } from './rooms.ts'
import type { Seat, UserBudgets } from './user-limits.ts'

/** The part of a websocket that a connection uses. */
export interface Socket {
  readonly bufferedBytes: number
  /** Frames of one moment, in one write where possible. */
  send(frames: readonly Uint8Array[]): void
  close(code: number, reason: string): void
  /** Drops the connection without a closing handshake, because the other side does not answer. */
  terminate(): void
  ping(): void
  /** Stops reading until `resume`, so that the other side waits. */
  pause(): void
  resume(): void
}

export type ConnectionOptions = {
  socket: Socket
  rooms: Rooms
  planId: string
  identity: Pick<Peer, 'userId' | 'sessionId' | 'handedBy' | 'role' | 'presence' | 'hasExtensions'>
  position: ClientPosition
  /** The access version of the rooms when access was decided. */
  accessVersion: number
  /** Why the user may not stay in this role: access may change while a plan opens. */
  whyNotAllowed: () => Promise<ErrorCode | null>
  budgets: UserBudgets
  clock: Clock
  logger: Logger
}

/** Proxies cut lines that are silent for 30 s; after two missed answers the other side is gone. */
const heartbeatMs = 20_000
/** Joining: rights, hello, presence. */
const enterUnits = 1_000
/** Handling one message, whatever its content. */
const messageUnits = 10

/** `hasLeft`: the socket is gone; messages that it sent before still count. */
type ConnectionState =
  | { kind: 'opening'; hasLeft: boolean }
  | { kind: 'live'; room: Room; hasLeft: boolean }
  | { kind: 'closed' }

/** Joins one socket to one room: buffering while the plan opens, pace, heartbeat, back-pressure. */
export class Connection implements Peer {
  readonly userId: Peer['userId']
  readonly sessionId: Peer['sessionId']
  readonly handedBy: Peer['handedBy']
  readonly role: Peer['role']
  readonly presence: Peer['presence']
  readonly hasExtensions: boolean
  readonly #options: ConnectionOptions
  readonly #seat: Seat
  #state: ConnectionState = { kind: 'opening', hasLeft: false }
  /** Messages in the order of arrival. */
  #inbox: Uint8Array[] = []
  #inboxBytes = 0
  /** `working`: on a message. `waiting`: for the budget. A promise or a timer continues. */
  #pace: 'free' | 'working' | 'waiting' = 'free'
  #missedPongs = 0
  #cancelHeartbeat: () => void

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.userId = options.identity.userId
    this.sessionId = options.identity.sessionId
    this.handedBy = options.identity.handedBy
    this.role = options.identity.role
    this.presence = options.identity.presence
    this.hasExtensions = options.identity.hasExtensions
    this.#cancelHeartbeat = options.clock.after(heartbeatMs, () => this.#heartbeat())
    this.#seat = options.rooms.seats.take(this.userId, options.planId)
    if (this.#seat.kind === 'none') {
      options.rooms.countLimited(this.#seat.limit)
      this.close(limits[this.#seat.limit].over)
      return
    }
    this.spend(enterUnits)
    openFrom(options.position, options.rooms.open(options.planId, this.userId)).then(
      (room) => this.#enter(room),
      (error: unknown) => {
        options.logger.warn({ err: error, planId: options.planId }, 'a plan could not be opened')
        if (error instanceof LimitError) options.rooms.countLimited(error.limit)
        this.close(error instanceof AppError ? error.code : 'plan-unreadable')
      },
    )
  }

  onMessage(bytes: Uint8Array): void {
    const state = this.#state
    if (state.kind === 'closed' || state.hasLeft) return
    this.#inbox.push(bytes)
    this.#inboxBytes += bytes.byteLength
    if (this.#inboxBytes > limits.inboxBytesPerConnection.max) {
      this.#options.rooms.countLimited('inboxBytesPerConnection')
      return this.close(limits.inboxBytesPerConnection.over)
    }
    if (state.kind === 'live') this.#goOn(state.room)
    else if (this.#inbox.length >= limits.earlyMessagesPerConnection.max)
      this.#options.socket.pause()
  }

  onPong(): void {
    this.#missedPongs = 0
  }

  onClosed(): void {
    const state = this.#state
    if (state.kind === 'closed') return
    if (this.#inbox.length === 0 && this.#pace === 'free') return this.#end()
    this.#state = { ...state, hasLeft: true }
    this.#cancelHeartbeat()
  }

  spend(units: Units): void {
    this.#options.budgets.spend(this.userId, units)
  }

  takesClients(count: number): boolean {
    return this.#options.budgets.takesClients(this.userId, count)
  }

  #end(): void {
    const before = this.#state
    if (before.kind === 'closed') return
    this.#state = { kind: 'closed' }
    this.#cancelHeartbeat()
    this.#inbox = []
    this.#inboxBytes = 0
    // A paused socket would never report its end.
    this.#options.socket.resume()
    this.#leaveSeat()
    if (before.kind === 'live') before.room.leave(this)
  }

  /** A socket event may be the caller, so a broken count ends here. */
  #leaveSeat(): void {
    try {
      if (this.#seat.kind === 'seat') this.#seat.leave()
    } catch (error) {
      this.#options.rooms.breaks(this.#options.planId, asInvariantError(error))
    }
  }

  send(frames: readonly Uint8Array[]): void {
    if (this.#state.kind !== 'live' || this.#state.hasLeft) return
    if (this.#options.socket.bufferedBytes > limits.unreadBytesPerConnection.max) {
      this.#options.rooms.countLimited('unreadBytesPerConnection')
      return this.close('too-many')
    }
    this.#options.socket.send(frames)
  }

  close(code: ErrorCode): void {
    const state = this.#state
    if (state.kind === 'closed') return
    this.#end()
    if (state.hasLeft) return
    if (state.kind === 'opening' && this.hasExtensions)
      this.#options.socket.send([encodeRefused(code)])
    this.#options.rooms.countClosed(code)
    const row: { close?: number } = errorTable[code]
    this.#options.socket.close(row.close ?? 4503, code)
  }

  #enter(room: Room): void {
    const state = this.#state
    if (state.kind !== 'opening') return
    if (room.size >= this.#options.rooms.peersPerPlan) {
      this.#options.rooms.countLimited('connectionsPerPlan')
      return this.close('too-many')
    }
    if (state.hasLeft && this.#inbox.length === 0) return this.#end()
    this.#state = { ...state, kind: 'live', room }
    try {
      room.join(this)
    } catch (error) {
      return this.#failed(room, error)
    }
    this.#goOn(room)
    // A change of access closes the connections in the room; this one was still opening.
    if (this.#options.rooms.accessVersion !== this.#options.accessVersion) this.#recheckAccess()
  }

  /** Another process may have changed access too. */
  #recheckAccess(): void {
    const { whyNotAllowed, logger, planId } = this.#options
    whyNotAllowed().then(
      (code) => code !== null && this.close(code),
      (error: unknown) => logger.warn({ err: error, planId }, 'access could not be checked again'),
    )
  }

  /** Handles the received messages in order, as far as the user's budget and the turns allow. */
  #goOn(room: Room): void {
    if (this.#pace !== 'free' || this.#inbox.length === 0) return
    this.#pace = 'working'
    try {
      const { rooms, socket } = this.#options
      const working = rooms.turns.run(this.userId, (meter) => this.#handle(room, meter))
      if (!(working instanceof Promise)) return this.#after(room)
      socket.pause()
      working.then(() => this.#after(room)).catch((error: unknown) => this.#failed(room, error))
    } catch (error) {
      this.#failed(room, error)
    }
  }

  /** Returns a promise when the last message needs more time: the next one waits for it. */
  *#handle(room: Room, meter: Meter): Sliced<Promise<void> | undefined> {
    const { budgets, rooms } = this.#options
    while (budgets.waitMs(this.userId) === 0) {
      const bytes = this.#inbox.shift()
      if (bytes === undefined) {
        assert(this.#inboxBytes === 0, 'inbox-counted')
        return undefined
      }
      this.#inboxBytes -= bytes.byteLength
      budgets.take(this.userId, bytes.byteLength)
      const working = this.#receive(room, bytes)
      if (working !== undefined) return working
      if (meter.add(messageUnits) || rooms.turns.isOver) yield
    }
    return undefined
  }

  /** Passes a message to the room. An error must not leave the connection half alive. */
  #receive(room: Room, bytes: Uint8Array): Promise<void> | undefined {
    try {
      const working = room.receive(this, bytes)
      return working instanceof Promise
        ? working.catch((error: unknown) => this.#failed(room, error))
        : undefined
    } catch (error) {
      this.#failed(room, error)
      return undefined
    }
  }

  /** A broken invariant closes the plan; any other failure closes this connection only. */
  #failed(room: Room, error: unknown): void {
    if (room.replica.breaks(error)) return
    const { logger, planId, rooms } = this.#options
    if (error instanceof LimitError) rooms.countLimited(error.limit)
    else logger.error({ err: error, planId }, 'a frame could not be handled')
    this.close(error instanceof AppError ? error.code : 'bad-frame')
  }

  /** The messages at hand are handled; the next one waits for the budget. */
  #after(room: Room): void {
    const { socket, clock, budgets } = this.#options
    if (this.#state.kind === 'closed') return
    const waitMs = budgets.waitMs(this.userId)
    if (waitMs > 0) {
      budgets.slowed++
      this.#pace = 'waiting'
      socket.pause()
      clock.after(waitMs, () => this.#after(room))
    } else if (this.#inbox.length > 0) {
      this.#pace = 'free'
      this.#goOn(room)
    } else this.#rest()
  }

  #rest(): void {
    this.#pace = 'free'
    if (this.#state.kind !== 'closed' && this.#state.hasLeft) return this.#end()
    // Pongs were not read while the socket was paused.
    this.#missedPongs = 0
    this.#options.socket.resume()
  }

  #heartbeat(): void {
    if (this.#state.kind === 'closed') return
    const { clock, socket } = this.#options
    if (this.#missedPongs >= 2) {
      this.onClosed()
      return socket.terminate()
    }
    this.#missedPongs++
    socket.ping()
    this.#recheckAccess()
    this.#cancelHeartbeat = clock.after(heartbeatMs, () => this.#heartbeat())
  }
}
