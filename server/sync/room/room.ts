import { can } from '#shared/access.ts'
import type { ErrorCode } from '#shared/errors.ts'
import { limits, type OnLimited } from '#shared/limits.ts'
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
import { endsPlan } from '#shared/protocol/events.ts'
import { maxFrameBytes, protocolVersion } from '#shared/protocol/messages.ts'
import type { Peer } from '../peer.ts'
import type { Change, LoadedPlan } from '../plan-log.ts'
import { PlanReplica } from '../replica/plan-replica.ts'
import type { ReplicaOptions } from '../replica/replica-options.ts'
import type { Meter, Sliced } from '../turns.ts'
import { type Decoded, parseUpdate } from '../update/update-validation.ts'
import { Broadcaster } from './broadcaster.ts'
import { Presence } from './presence.ts'
import { RoomSession } from './room-session.ts'

export type RoomOptions = Pick<
  ReplicaOptions,
  'planId' | 'log' | 'queue' | 'logger' | 'turns' | 'observe' | 'onBehind' | 'onFailed'
> & {
  onLimited: OnLimited
  /** The log has grown. */
  onChanged: () => void
  /** Someone writes. */
  onWrite: () => void
  onEmpty: () => void
}

/** Sending: so many bytes for a microsecond. */
const bytesPerUnit = 200
/** Of every client id that a plan can have. */
const maxStateVectorBytes = 1024 * 1024

type WriteFrame = Extract<ClientFrame, { kind: 'write' }>

const spreadPerScreenMs = 10
const longestSpreadMs = 5_000

/** Each screen asks the server something because of an event; with two hundred of them not in one moment (EV5). */
function spreadMsOf(screens: number): number {
  return Math.min(longestSpreadMs, screens * spreadPerScreenMs)
}

/**
 * Who is at a plan, and what they say to each other: frames to the plan's replica and back. Knows no socket, no SQL, no clock.
 *
 * Invariants, beside those of the replica:
 * 1. While someone waits to be shown the document, writes that come in are held.
 * 2. An ack of n writes means the first n writes of that connection are committed.
 */
export class Room {
  readonly planId: string
  #replica: PlanReplica | null = null
  readonly #options: RoomOptions
  readonly #sessions = new Map<Peer, RoomSession>()
  readonly #presence = new Presence()
  readonly #broadcaster = new Broadcaster(() => this.#sessions.keys())
  /** Writes that came in while someone waits for the rest; they count also when their writer has gone meanwhile. */
  #held: { peer: Peer; session: RoomSession; frame: WriteFrame }[] = []
  /** The whole document as it was last sent, while that is in memory: those who come in together are handed the same bytes. */
  #whole: WeakRef<{ state: Uint8Array; frames: readonly Uint8Array[] }> | null = null

  private constructor(options: RoomOptions) {
    this.planId = options.planId
    this.#options = options
  }

  /** Opens a plan from its log. Throws `plan-unreadable` rather than ever showing an empty or half a plan. */
  static *open(loaded: LoadedPlan, options: RoomOptions, meter: Meter): Sliced<Room> {
    const room = new Room(options)
    const replicaOptions: ReplicaOptions = {
      ...options,
      onChange: (change, origin) => room.#pass(change, origin),
      onMissed: (update) => {
        options.onChanged()
        room.#broadcaster.toAll(encodeUpdate(update))
      },
      onRest: () => room.#takeHeld(),
      onCaughtUp: () => {
        if (room.#sessions.size === 0) options.onEmpty()
      },
      onFailed: () => {
        room.closeAll('unavailable')
        room.#held = []
        options.onFailed()
      },
    }
    room.#replica = yield* PlanReplica.open(loaded, replicaOptions, meter)
    return room
  }

  get replica(): PlanReplica {
    if (this.#replica === null) throw new Error('the plan is not open yet')
    return this.#replica
  }

  get size(): number {
    return this.#sessions.size
  }

  /** Whether the room can be let go without losing sight of a write on its way. */
  get isIdle(): boolean {
    return this.#sessions.size === 0 && this.replica.isIdle
  }

  join(peer: Peer): void {
    // What was said before is in the document that a newcomer gets.
    this.#broadcaster.flush()
    this.#sessions.set(peer, new RoomSession())
    const { epoch, seq, eventSeq, isOverHalf, barrier } = this.replica
    if (peer.hasExtensions)
      this.#broadcaster.to(
        peer,
        encodeHello({
          protocol: protocolVersion,
          epoch,
          seq,
          eventSeq,
          role: peer.role,
          limits: { maxFrameBytes },
          isOverHalf,
        }),
      )
    barrier.when(() => this.#broadcaster.to(peer, encodeStep1(this.replica.stateVector())))
    const present = this.#presence.all()
    if (present.length > 0) this.#broadcaster.to(peer, encodeAwareness(present))
  }

  /** A peer leaves once; its presence is gone for all at the same moment (PR3). */
  leave(peer: Peer): void {
    if (!this.#sessions.delete(peer)) return
    const gone = this.#presence.remove(peer)
    if (gone !== null) this.#broadcaster.toAll(encodeAwareness([gone]))
    if (this.#sessions.size === 0) this.#options.onEmpty()
  }

  /** A promise when it takes longer: the next of this peer is to be handed over after it. */
  receive(peer: Peer, bytes: Uint8Array): void | Promise<void> {
    const session = this.#sessions.get(peer)
    if (session === undefined) return
    if (bytes.byteLength > maxFrameBytes) return this.#expel(peer, 'too-large')
    const frame = decodeClientFrame(bytes)
    if (frame.kind === 'bad') return this.#expel(peer, 'bad-frame')
    return this.#handle(peer, session, frame)
  }

  #handle(peer: Peer, session: RoomSession, frame: ClientFrame): void | Promise<void> {
    switch (frame.kind) {
      case 'step1':
        return this.#answerStep1(peer, frame.stateVector)
      case 'write':
        if (
          !can(peer.role, 'write') ||
          (this.replica.barrier.takesWrites && this.#held.length === 0)
        )
          return this.#write(peer, session, frame)
        this.#held.push({ peer, session, frame })
        return
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
    if (stateVector.byteLength > maxStateVectorBytes) return this.#expel(peer, 'too-large')
    let isAnswered = false
    let onAnswered = () => {
      isAnswered = true
    }
    this.replica.barrier.when(() => {
      const answering = this.#sessions.has(peer)
        ? this.replica.work(peer.userId, (meter) => this.#sendStep2(peer, stateVector, meter))
        : undefined
      if (answering instanceof Promise) answering.then(() => onAnswered())
      else onAnswered()
    })
    if (isAnswered) return
    return new Promise((resolve) => {
      onAnswered = resolve
    })
  }

  *#sendStep2(peer: Peer, stateVector: Uint8Array, meter: Meter): Sliced<void> {
    try {
      const update = yield* this.replica.since(stateVector, meter)
      if (!this.#sessions.has(peer)) return
      this.#broadcaster.flush()
      peer.send(this.#step2Of(update))
      peer.spend(meter.total + update.byteLength / bytesPerUnit)
    } catch {
      this.#expel(peer, 'bad-frame')
    }
  }

  #step2Of(update: Uint8Array): readonly Uint8Array[] {
    const known = this.#whole?.deref()
    if (known?.state === update) return known.frames
    const whole = { state: update, frames: [encodeStep2(update)] }
    this.#whole = new WeakRef(whole)
    return whole.frames
  }

  #takeHeld(): void {
    const held = this.#held
    this.#held = []
    for (const { peer, session, frame } of held) void this.#handle(peer, session, frame)
  }

  #write(peer: Peer, session: RoomSession, frame: WriteFrame): void | Promise<void> {
    if (!can(peer.role, 'write')) {
      // Every client answers our step 1, a reader too: that answer is dropped unread. An edit is refused.
      if (frame.isEdit) this.#expel(peer, 'read-only')
      return
    }
    return this.replica.work(peer.userId, (meter) => this.#take(peer, session, frame, meter))
  }

  *#take(peer: Peer, session: RoomSession, frame: WriteFrame, meter: Meter): Sliced<void> {
    try {
      const decoded = yield* parseUpdate(frame.update, meter)
      const refusal = decoded === null ? 'bad-frame' : yield* this.#refusalOf(peer, decoded, meter)
      if (decoded === null || refusal !== null) return this.#expel(peer, refusal ?? 'bad-frame')
      yield* this.#send(peer, session, { decoded, isEdit: frame.isEdit }, meter)
    } catch (error) {
      const { logger, planId } = this.#options
      logger.error({ err: error, planId }, 'an update could not be handled')
      this.#expel(peer, 'bad-frame')
    } finally {
      peer.spend(meter.total + this.#sessions.size)
    }
  }

  /** Why an update is refused before it is tried. */
  *#refusalOf(peer: Peer, decoded: Decoded, meter: Meter): Sliced<ErrorCode | null> {
    if (this.replica.isForged(decoded, peer.userId, (id) => this.#presence.userOf(id)))
      return 'bad-frame'
    const { known, fresh } = this.replica.clientsOf(decoded)
    if (fresh > 0) {
      if (fresh > limits.newClientsPerMessage.max) return this.#limited('newClientsPerMessage')
      if (known + fresh > limits.clientsPerPlan.max) return this.#limited('clientsPerPlan')
      if (!peer.takesClients(fresh)) return this.#limited('newClientsPerPerson')
    }
    return (yield* this.replica.hasRoomFor(decoded, meter)) ? null : 'plan-full'
  }

  #limited(
    name: 'newClientsPerMessage' | 'clientsPerPlan' | 'newClientsPerPerson' | 'rowsPerPlan',
  ): ErrorCode {
    this.#options.onLimited(name)
    return limits[name].over
  }

  *#send(
    peer: Peer,
    session: RoomSession,
    { decoded, isEdit }: { decoded: Decoded; isEdit: boolean },
    meter: Meter,
  ): Sliced<void> {
    const done = session.begin()
    const isSafe = isEdit ? done : session.withEarly(done)
    const onSafe = () => {
      if (isSafe()) this.#ack(peer, session)
    }
    const onRefused = (code: ErrorCode) => this.#expel(peer, code)
    switch (yield* this.replica.write({ peer, decoded, onSafe, onRefused }, meter)) {
      case 'queued':
        return this.#options.onWrite()
      case 'known':
        return
      case 'early':
        // After the handshake nothing can be missing, unless a commit failed: coming back brings it.
        if (!isEdit || !session.waitEarly(done)) this.#expel(peer, 'unavailable')
        return
      case 'bad':
        peer.spend(this.replica.rebuildUnits)
        return this.#expel(peer, 'bad-frame')
      case 'heavy':
        this.#options.onLimited('updateWork')
        peer.spend(this.replica.rebuildUnits)
        return this.#expel(peer, limits.updateWork.over)
      case 'full':
        return this.#expel(peer, this.#limited('rowsPerPlan'))
    }
  }

  #ack(peer: Peer, session: RoomSession): void {
    if (this.#sessions.has(peer))
      this.#broadcaster.ack(peer, { count: session.committed, seq: this.replica.seq })
  }

  /** A change of the log, to everyone but its writer. */
  #pass({ seq, actor, at, body }: Change, origin: Peer | null): void {
    this.#options.onChanged()
    if (body.kind === 'update') return this.#broadcaster.toAll(encodeUpdate(body.update), origin)
    this.#broadcaster.toExtended(
      encodeEvent({
        seq,
        actor,
        at: new Date(at).toISOString(),
        event: body.event,
        spreadMs: spreadMsOf(this.#sessions.size),
      }),
    )
    if (endsPlan[body.event.type]) this.closeAll('plan-not-found')
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
    this.#held = []
    this.replica.close()
  }

  #expel(peer: Peer, code: ErrorCode): void {
    if (!this.#sessions.has(peer)) return
    if (peer.hasExtensions) this.#broadcaster.to(peer, encodeRefused(code))
    this.#broadcaster.flush()
    this.#held = this.#held.filter((held) => held.peer !== peer)
    this.leave(peer)
    peer.close(code)
  }
}
