import { AppError, type ErrorCode, errorTable } from '#shared/errors.ts'
import { encodeRefused } from '#shared/protocol/codec.ts'
import { maxFrameBytes } from '#shared/protocol/messages.ts'
import type { Clock, Logger } from '../runtime.ts'
import type { Peer } from './peer.ts'
import type { Room } from './room.ts'
import type { Rooms } from './rooms.ts'
import type { UserBudgets } from './user-budget.ts'

/** The little a connection needs of a websocket. */
export interface Socket {
  readonly bufferedBytes: number
  /** Frames of one moment, in one write where that can be. */
  send(frames: readonly Uint8Array[]): void
  close(code: number, reason: string): void
  /** Drops the connection without a closing handshake: the other side does not answer. */
  terminate(): void
  ping(): void
  /** Reads no further until `resume`: the other side then waits by itself. */
  pause(): void
  resume(): void
}

export type ConnectionOptions = {
  socket: Socket
  rooms: Rooms
  planId: string
  identity: Omit<Peer, 'send' | 'close'>
  /** The epoch the client's own copy belongs to; null for a client without one. */
  epoch: string | null
  /** That of the rooms when it was decided that this person may come in. */
  accessVersion: number
  /** Why this person may not stay, in the role they came in with: access may change while a plan is being opened. */
  whyNotAllowed: () => Promise<ErrorCode | null>
  budgets: UserBudgets
  clock: Clock
  logger: Logger
}

/** Proxies cut what is silent for 30 s or more; two missed answers mean the other side is gone. */
const heartbeatMs = 20_000
/** A client that does not read: what waits for it would otherwise fill the server's memory. */
const maxBufferedBytes = 32 * 1024 * 1024
/** What a client may send before the plan is open. */
const maxEarlyBytes = 2 * maxFrameBytes

/** `left`: the socket went before the plan was open; what it sent until then still counts. */
type State =
  | { kind: 'opening'; early: Uint8Array[]; earlyBytes: number }
  | { kind: 'left'; early: readonly Uint8Array[] }
  | { kind: 'live'; room: Room }
  | { kind: 'closed' }

/** Joins one socket to one room: buffering until the plan is open, heartbeat, back-pressure. */
export class Connection implements Peer {
  readonly userId: Peer['userId']
  readonly sessionId: Peer['sessionId']
  readonly handedBy: Peer['handedBy']
  readonly role: Peer['role']
  readonly presence: Peer['presence']
  readonly hasExtensions: boolean
  readonly #options: ConnectionOptions
  #state: State = { kind: 'opening', early: [], earlyBytes: 0 }
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
    options.rooms.open(options.planId).then(
      (room) => this.#enter(room),
      (error: unknown) => {
        this.#options.logger.warn(
          { err: error, planId: options.planId },
          'a plan could not be opened',
        )
        this.close(error instanceof AppError ? error.code : 'plan-unreadable')
      },
    )
  }

  onMessage(bytes: Uint8Array): void {
    this.#slowDown(bytes.byteLength)
    const state = this.#state
    if (state.kind === 'live') return state.room.receive(this, bytes)
    if (state.kind !== 'opening') return
    state.earlyBytes += bytes.byteLength
    if (state.earlyBytes > maxEarlyBytes) return this.close('too-large')
    state.early.push(bytes)
  }

  onPong(): void {
    this.#missedPongs = 0
  }

  /** The socket is gone. */
  onClosed(): void {
    const state = this.#state
    if (state.kind === 'left') return
    this.#end(
      state.kind === 'opening' && state.early.length > 0
        ? { kind: 'left', early: state.early }
        : { kind: 'closed' },
    )
  }

  #end(state: State): void {
    const before = this.#state
    this.#state = state
    this.#cancelHeartbeat()
    if (before.kind === 'live') before.room.leave(this)
  }

  send(frames: readonly Uint8Array[]): void {
    if (this.#state.kind !== 'live') return
    if (this.#options.socket.bufferedBytes > maxBufferedBytes) return this.close('too-many')
    this.#options.socket.send(frames)
  }

  close(code: ErrorCode): void {
    const { kind } = this.#state
    if (kind === 'left') this.#end({ kind: 'closed' })
    if (kind === 'left' || kind === 'closed') return
    if (kind === 'opening' && this.hasExtensions) this.#options.socket.send([encodeRefused(code)])
    this.#end({ kind: 'closed' })
    this.#options.rooms.countClosed(code)
    const row: { close?: number } = errorTable[code]
    this.#options.socket.close(row.close ?? 4503, code)
  }

  #enter(room: Room): void {
    const state = this.#state
    if (state.kind !== 'opening' && state.kind !== 'left') return
    // Another epoch is another history: syncing would bring back what a restore took away.
    if (this.#options.epoch !== null && this.#options.epoch !== room.tail.epoch)
      return this.close('other-epoch')
    if (room.size >= this.#options.rooms.peersPerPlan) return this.close('too-many')
    this.#state = { kind: 'live', room }
    room.join(this)
    for (const bytes of state.early) room.receive(this, bytes)
    if (state.kind === 'left') return this.#end({ kind: 'closed' })
    // A change of access closes the connections that are in the room at that moment; this catches one on its way in.
    if (this.#options.rooms.accessVersion !== this.#options.accessVersion) this.#recheckAccess()
  }

  /** Another process may have changed it too. */
  #recheckAccess(): void {
    this.#options.whyNotAllowed().then(
      (code) => {
        if (code !== null) this.close(code)
      },
      (error: unknown) =>
        this.#options.logger.warn(
          { err: error, planId: this.#options.planId },
          'access could not be checked again',
        ),
    )
  }

  /** Over one's budget the next message is read later; the one in hand is handled, nothing is dropped. */
  #slowDown(bytes: number): void {
    const waitMs = this.#options.budgets.take(this.userId, bytes)
    if (waitMs === 0) return
    this.#options.socket.pause()
    this.#options.clock.after(waitMs, () => this.#options.socket.resume())
  }

  #heartbeat(): void {
    if (this.#state.kind !== 'live' && this.#state.kind !== 'opening') return
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
