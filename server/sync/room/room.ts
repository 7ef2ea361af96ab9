import { can } from '#shared/access.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'
import { LimitError, limits, type OnLimited } from '#shared/limits.ts'
import {
  type ClientFrame,
  decodeClientFrame,
  encodeAwareness,
  encodeEvent,
  encodeHello,
  encodeRefused,
  encodeStep1,
  encodeStep2,
  encodeUpdate,
} from '#shared/protocol/codec.ts'
import { maxFrameBytes, protocolVersion } from '#shared/protocol/messages.ts'
import { assert, type InvariantError } from '../invariant.ts'
import type { Change, LoadedPlan } from '../plan-log.ts'
import { PlanReplica, type WriteOutcome } from '../replica/plan-replica.ts'
import { PlanState, type Writer } from '../replica/plan-state.ts'
import type { ReplicaOptions } from '../replica/replica-core.ts'
import type { Meter, Sliced } from '../turns.ts'
import { Broadcaster, type Peer, type PendingWrite, RoomSession } from './peers.ts'
import { Presence } from './presence.ts'

/** The rooms that hold this one. */
export type RoomListener = {
  /** The log has grown. */
  onChanged: () => void
  /** A write is on its way to the log. */
  onWrite: () => void
  /** The log holds changes of others that are to be read. */
  onBehind: () => void
  /** The last connection left. */
  onEmpty: () => void
  /** The plan is closed: it is to be read anew. */
  onFailed: () => void
  /** The same, because something that always holds does not. */
  onBroken: (error: InvariantError) => void
}

/** Sending: so many bytes for a microsecond. */
const bytesPerUnit = 200

type WriteFrame = Extract<ClientFrame, { kind: 'write' }>

/** Each screen asks the server something because of an event; with two hundred of them not in one moment (EV5). */
const spreadPerScreenMs = 10
const longestSpreadMs = 5_000

/**
 * The connections at a plan, and what they say to each other: frames to the plan's replica and back. Knows no socket, no SQL,
 * no clock.
 *
 * Invariant, beside those of the replica: an ack of n writes means the first n writes of that connection are committed.
 */
export class Room {
  readonly planId: string
  readonly replica: PlanReplica
  readonly #listener: RoomListener
  readonly #onLimited: OnLimited
  readonly #sessions = new Map<Peer, RoomSession>()
  readonly #presence = new Presence()
  readonly #broadcaster = new Broadcaster(() => this.#sessions.keys())
  /** The whole document as it was last sent, while that is in memory: those who come in together are handed the same bytes. */
  #whole: WeakRef<{ state: Uint8Array; frames: readonly Uint8Array[] }> | null = null

  private constructor(state: PlanState, options: ReplicaOptions, listener: RoomListener) {
    this.planId = options.planId
    this.#listener = listener
    this.#onLimited = options.onLimited
    this.replica = new PlanReplica(state, options, {
      onChange: (change, origin) => this.#pass(change, origin),
      onMissed: (update) => {
        listener.onChanged()
        this.#broadcaster.toAll(encodeUpdate(update))
      },
      presentAs: (clientId) => this.#presence.userOf(clientId),
      onWrite: () => listener.onWrite(),
      onBehind: () => listener.onBehind(),
      onFailed: () => {
        this.closeAll('unavailable')
        listener.onFailed()
      },
      onBroken: (error) => listener.onBroken(error),
    })
  }

  /** Opens a plan from its log. Throws `plan-unreadable` rather than ever showing an empty or half a plan. */
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

  /** Whether the room can be let go without losing sight of a write on its way. */
  get isIdle(): boolean {
    return this.#sessions.size === 0 && this.replica.isIdle
  }

  /** Throws an `InvariantError`, for the connection to report. */
  join(peer: Peer): void {
    // It ended between the moment at which this peer was let in and now.
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
          role: peer.role,
          limits: { maxFrameBytes },
          isOverHalf: replica.isOverHalf,
        }),
      )
    replica.stateVector((vector) => this.#broadcaster.to(peer, encodeStep1(vector)))
    const present = this.#presence.all()
    if (present.length > 0) this.#broadcaster.to(peer, encodeAwareness(present))
  }

  /** A peer leaves once; its presence is gone for all at the same moment (PR3). */
  leave(peer: Peer): void {
    this.#sessions.get(peer)?.end('left')
    if (!this.#sessions.delete(peer)) return
    const gone = this.#presence.remove(peer)
    if (gone !== null) this.#broadcaster.toAll(encodeAwareness([gone]))
    if (this.#sessions.size === 0) this.#listener.onEmpty()
  }

  /** A promise when it takes longer: the next message of this peer is to follow after it. Throws like `join`. */
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
        const accepted = this.#presence.receive(peer, frame.entries)
        if (accepted.length > 0) this.#tellAll(peer, encodeAwareness(accepted))
        return
      }
      case 'queryAwareness': {
        const present = encodeAwareness(this.#presence.all())
        peer.spend(present.byteLength / bytesPerUnit)
        return this.#broadcaster.to(peer, present)
      }
    }
  }

  /** What one says and all hear costs as often as there are people to hear it. */
  #tellAll(peer: Peer, frame: Uint8Array): void {
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
          this.#broadcaster.flush()
          peer.send(this.#step2Of(update))
          peer.spend(units + update.byteLength / bytesPerUnit)
        },
      })
      return answering instanceof Promise ? answering.catch(failed) : undefined
    } catch (error) {
      failed(error)
    }
  }

  #step2Of(update: Uint8Array): readonly Uint8Array[] {
    const known = this.#whole?.deref()
    if (known?.state === update) return known.frames
    const whole = { state: update, frames: [encodeStep2(update)] }
    this.#whole = new WeakRef(whole)
    return whole.frames
  }

  #write(peer: Peer, session: RoomSession, frame: WriteFrame): void | Promise<void> {
    if (!can(peer.role, 'write')) {
      // Every client answers our step 1, a reader too: that answer is dropped unread. An edit is refused.
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
        // After the handshake nothing can be missing, unless a commit failed: coming back brings it.
        if (!pending.early()) this.#expel(peer, 'unavailable')
        return
      case 'refused':
        return this.#expel(peer, outcome.code)
    }
  }

  /** A change of the log, to everyone but its writer. */
  #pass({ seq, actor, at, body }: Change, origin: Writer | null): void {
    this.#listener.onChanged()
    if (body.kind === 'update') return this.#broadcaster.toAll(encodeUpdate(body.update), origin)
    this.#broadcaster.toExtended(
      encodeEvent({
        seq,
        actor,
        at: new Date(at).toISOString(),
        event: body.event,
        spreadMs: Math.min(longestSpreadMs, this.#sessions.size * spreadPerScreenMs),
      }),
    )
    if (body.event.type === 'plan.deleted') this.closeAll('plan-not-found')
  }

  /** Closes a user's connections, and those that stand on this user's rights, or all: they are judged anew (AU1). */
  revoke(userId: string | null, code: ErrorCode): void {
    for (const peer of [...this.#sessions.keys()])
      if (userId === null || peer.userId === userId || peer.handedBy === userId)
        this.#expel(peer, code)
  }

  closeAll(code: ErrorCode): void {
    this.revoke(null, code)
  }

  /** The sessions that connections here were let in by. */
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
