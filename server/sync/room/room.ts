import { assert } from '#server/invariant.ts'
import type { Meter, Sliced } from '#server/turns.ts'
import { can } from '#shared/access.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import { LimitError, limits, type OnLimited } from '#shared/limits.ts'
import {
  type AwarenessEntry,
  type ClientFrame,
  decodeClientFrame,
  encodeAwareness,
  encodeHello,
  encodeRefused,
  encodeStep1,
  encodeUpdate,
} from '#shared/protocol/codec.ts'
import { changesAccess } from '#shared/protocol/events.ts'
import { maxFrameBytes, protocolVersion } from '#shared/protocol/messages.ts'
import type { Change, LoadedPlan } from '../plan-log.ts'
import { PlanReplica } from '../replica/plan-replica.ts'
import { PlanState, type Writer } from '../replica/plan-state.ts'
import type { ReplicaListener, ReplicaOptions, WriteOutcome } from '../replica/replica-core.ts'
import type { Timeline } from '../timeline.ts'
import { Broadcaster, type Peer, type PendingWrite, RoomSession } from './peers.ts'
import type { PlanListeners } from './plan-listeners.ts'
import { Presence } from './presence.ts'

/** The `Rooms` that hold this room. */
export type RoomListener = Pick<ReplicaListener, 'onBehind' | 'onFailed' | 'onBroken'> & {
  /** The requests that wait for a change of the plan. */
  listeners: PlanListeners
  timeline: Timeline
  onEmpty: () => void
  /** A user's rights in the plan changed on some node; everyone's if null. */
  onAccessChanged: (userId: string | null) => void
  /** What people who are connected here changed of their presence. */
  onPresence: (entries: readonly AwarenessEntry[]) => void
}

const bytesPerUnit = 200

type WriteFrame = Extract<ClientFrame, { kind: 'write' }>

/**
 * The connections to a plan: passes frames to the replica of the plan, and its changes to all
 * peers. Invariant, beside those of the replica: an ack of n writes means that the first n writes
 * of that connection are committed.
 */
export class Room {
  readonly planId: string
  readonly replica: PlanReplica
  readonly #listener: RoomListener
  readonly #onLimited: OnLimited
  readonly #sessions = new Map<Peer, RoomSession>()
  readonly presence = new Presence()
  readonly timeline: Timeline
  readonly #broadcaster = new Broadcaster(() => this.#sessions.keys())

  private constructor(state: PlanState, options: ReplicaOptions, listener: RoomListener) {
    this.planId = options.planId
    this.#listener = listener
    this.timeline = listener.timeline
    this.#onLimited = options.onLimited
    this.replica = new PlanReplica(state, options, {
      ...listener,
      onChange: (change, origin) => this.#pass(change, origin),
      onMissed: (update) => {
        listener.listeners.changed(this.planId)
        this.#broadcaster.toAll(encodeUpdate(update))
      },
      presentAs: (clientId) => this.presence.userOf(clientId),
      onFailed: () => {
        this.closeAll('unavailable')
        listener.onFailed()
      },
    })
  }

  /** Throws `plan-unreadable` rather than showing an empty or partial plan. */
  static *open(
    loaded: LoadedPlan,
    { options, listener }: { options: ReplicaOptions; listener: RoomListener },
    meter: Meter,
  ): Sliced<Room> {
    const { planId, observe } = options
    const state = yield* PlanState.open(planId, { loaded, observe }, meter)
    return new Room(state, options, listener)
  }

  get size(): number {
    return this.#sessions.size
  }

  /** Whether the room can be closed without losing a write on its way. */
  get isIdle(): boolean {
    return this.#sessions.size === 0 && this.replica.isIdle
  }

  /** Throws an `InvariantError`, for the connection to report. */
  join(peer: Peer): void {
    // The plan was closed after this peer was let in.
    if (this.replica.isClosed) return peer.close('unavailable')
    assert(!this.#sessions.has(peer), 'joined-once')
    // A new member gets the earlier messages as part of the document.
    this.#broadcaster.flush()
    this.#sessions.set(peer, new RoomSession())
    this.#welcome(peer)
  }

  #welcome(peer: Peer): void {
    const { replica } = this
    if (peer.hasExtensions)
      this.#broadcaster.to(
        peer,
        encodeHello({
          protocol: protocolVersion,
          ...replica.position,
          timeline: this.timeline.current,
          role: peer.role,
          limits: { maxFrameBytes },
          isOverHalf: replica.isOverHalf,
        }),
      )
    replica.stateVector((vector) => this.#broadcaster.to(peer, encodeStep1(vector)))
    const present = this.presence.all()
    if (present.length > 0) this.#broadcaster.to(peer, encodeAwareness(present))
  }

  /** A peer leaves once; its presence disappears at once (PR3). */
  leave(peer: Peer): void {
    this.#sessions.get(peer)?.end('left')
    if (!this.#sessions.delete(peer)) return
    this.#removePresence(peer)
    if (this.#sessions.size === 0) this.#listener.onEmpty()
  }

  /** A socket event or the end of the plan may be the caller, so a broken invariant ends here. */
  #removePresence(peer: Peer): void {
    try {
      const gone = this.presence.remove(peer)
      if (gone === null) return
      this.#broadcaster.toAll(encodeAwareness([gone]))
      this.#listener.onPresence([gone])
    } catch (error) {
      if (!this.replica.breaks(error)) throw error
    }
  }

  /**
   * A promise when it takes longer: the next message of this peer waits for it. Throws like `join`.
   */
  receive(peer: Peer, bytes: Uint8Array): void | Promise<void> {
    const session = this.#sessions.get(peer)
    if (session === undefined) return
    if (bytes.byteLength > maxFrameBytes) return this.#expel(peer, 'too-large')
    const frame = decodeClientFrame(bytes)
    if (frame.kind === 'bad') return this.#expel(peer, 'bad-frame')
    return this.#handle(peer, session, frame)
  }

  #handle(
    peer: Peer,
    session: RoomSession,
    frame: Exclude<ClientFrame, { kind: 'bad' }>,
  ): void | Promise<void> {
    switch (frame.kind) {
      case 'step1':
        return this.#answerStep1(peer, frame.stateVector)
      case 'write':
        return this.#write(peer, session, frame)
      case 'awareness': {
        const accepted = this.presence.receive(peer, frame.entries)
        if (accepted.length === 0) return
        this.#broadcast(peer, encodeAwareness(accepted))
        return this.#listener.onPresence(accepted)
      }
      case 'queryAwareness': {
        const present = encodeAwareness(this.presence.all())
        peer.spend(present.byteLength / bytesPerUnit)
        return this.#broadcaster.to(peer, present)
      }
    }
  }

  /** Presence of people on another node. */
  showPresence(entries: readonly AwarenessEntry[]): void {
    const shown = this.presence.receiveElsewhere(entries)
    if (shown.length > 0) this.#broadcaster.toAll(encodeAwareness(shown))
  }

  /** A broadcast costs its sender one send per peer. */
  #broadcast(peer: Peer, frame: Uint8Array): void {
    peer.spend(this.#sessions.size * (1 + frame.byteLength / bytesPerUnit))
    this.#broadcaster.toAll(frame)
  }

  #answerStep1(peer: Peer, stateVector: Uint8Array): void | Promise<void> {
    if (stateVector.byteLength > limits.stateVectorBytes.max) return this.#expel(peer, 'too-large')
    const failed = (error: unknown) => {
      if (error instanceof LimitError) this.#onLimited(error.limit)
      this.#expel(peer, error instanceof AppError ? error.code : 'bad-frame')
    }
    try {
      const answering = this.replica.since({
        userId: peer.userId,
        stateVector,
        isWanted: () => this.#sessions.has(peer),
        use: (update, units) => {
          this.#broadcaster.step2(peer, update)
          peer.spend(units + update.byteLength / bytesPerUnit)
        },
      })
      return answering instanceof Promise ? answering.catch(failed) : undefined
    } catch (error) {
      failed(error)
    }
  }

  #write(peer: Peer, session: RoomSession, frame: WriteFrame): void | Promise<void> {
    if (!can(peer.role, 'write')) {
      // Every client answers our step 1, also a reader: that answer is ignored. An edit is refused.
      if (frame.isEdit) this.#expel(peer, 'read-only')
      return
    }
    peer.spend(this.#sessions.size)
    const pending = session.begin(frame.isEdit ? 'edit' : 'answer')
    return this.replica.write({
      writer: peer,
      update: frame.update,
      isWithdrawn: () => session.isExpelled,
      settle: (outcome) => this.#settle(peer, session, { outcome, pending }),
    })
  }

  #settle(
    peer: Peer,
    session: RoomSession,
    { outcome, pending }: { outcome: WriteOutcome; pending: PendingWrite },
  ): void {
    switch (outcome.kind) {
      case 'safe':
        if (pending.safe() && this.#sessions.has(peer))
          this.#broadcaster.ack(peer, { count: session.committed, seq: this.replica.seq })
        return
      case 'early':
        // After the handshake items are missing only after a failed commit: a reconnect brings
        // them.
        if (!pending.early()) this.#expel(peer, 'unavailable')
        return
      case 'refused':
        return this.#expel(peer, outcome.code)
    }
  }

  /** A change of the log, to all peers except its author. */
  #pass(change: Change, origin: Writer | null): void {
    const { body } = change
    this.#listener.listeners.changed(this.planId)
    if (body.kind === 'update') return this.#broadcaster.toAll(encodeUpdate(body.update), origin)
    const { event } = body
    this.#broadcaster.event(change, event, this.#sessions.size)
    if (event.type === 'plan.deleted') return this.closeAll('plan-not-found')
    const whose = changesAccess[event.type]
    if (whose !== 'nobody')
      this.#listener.onAccessChanged(whose === 'user' && 'userId' in event ? event.userId : null)
  }

  /** Closes a user's connections, those that depend on this user's rights, or all (AU1). */
  revoke(userId: string | null, code: ErrorCode): void {
    for (const peer of [...this.#sessions.keys()])
      if (userId === null || peer.userId === userId || peer.handedBy === userId)
        this.#expel(peer, code)
  }

  closeAll(code: ErrorCode): void {
    this.revoke(null, code)
  }

  *sessions(): Iterable<string> {
    for (const peer of this.#sessions.keys()) yield peer.sessionId
  }

  endSessions(sessionIds: ReadonlySet<string>): void {
    for (const peer of [...this.#sessions.keys()])
      if (sessionIds.has(peer.sessionId)) this.#expel(peer, 'not-signed-in')
  }

  destroy(): void {
    this.replica.close()
  }

  #expel(peer: Peer, code: ErrorCode): void {
    if (!this.#sessions.has(peer)) return
    if (peer.hasExtensions) this.#broadcaster.to(peer, encodeRefused(code))
    this.#broadcaster.flush()
    this.#sessions.get(peer)?.end('expelled')
    this.leave(peer)
    peer.close(code)
  }
}
