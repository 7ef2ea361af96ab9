import { can } from '#shared/access.ts'
import type { ErrorCode } from '#shared/errors.ts'
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
import { Member } from './member.ts'
import { Outbox } from './outbox.ts'
import type { Peer } from './peer.ts'
import type { Change, LoadedPlan } from './plan-log.ts'
import { PlanTail } from './plan-tail.ts'
import { Presence } from './presence.ts'
import type { TailOptions } from './tail-options.ts'
import { parseUpdate } from './update-check.ts'

export type RoomOptions = Pick<
  TailOptions,
  'planId' | 'log' | 'queue' | 'logger' | 'look' | 'onBehind' | 'onFailed'
> & {
  /** Someone writes. */
  onWrite: () => void
  onEmpty: () => void
}

type WriteFrame = Extract<ClientFrame, { kind: 'write' }>

const spreadPerScreenMs = 10
const longestSpreadMs = 5_000

/** Each screen asks the server something because of an event; with two hundred of them not in one moment (EV5). */
function spreadMsOf(screens: number): number {
  return Math.min(longestSpreadMs, screens * spreadPerScreenMs)
}

/**
 * Who is at a plan, and what they say to each other: frames to the plan's tail and back. Knows no socket, no SQL, no clock.
 *
 * Invariants, beside those of the tail:
 * 1. While someone waits to be shown the document, writes that come in are held.
 * 2. An ack of n writes means the first n writes of that connection are committed.
 */
export class Room {
  readonly planId: string
  readonly tail: PlanTail
  readonly #options: RoomOptions
  readonly #members = new Map<Peer, Member>()
  readonly #presence = new Presence()
  readonly #outbox = new Outbox(() => this.#members.keys())
  /** Writes that came in while someone waits for the rest; they count also when their writer has gone meanwhile. */
  #held: { peer: Peer; member: Member; frame: WriteFrame }[] = []
  /** The whole document as it was last sent, while that is in memory: those who come in together are handed the same bytes. */
  #whole: WeakRef<{ state: Uint8Array; frames: readonly Uint8Array[] }> | null = null

  /** Opens a plan from its log. Throws `plan-unreadable` rather than ever showing an empty or half a plan. */
  constructor(loaded: LoadedPlan, options: RoomOptions) {
    this.planId = options.planId
    this.#options = options
    this.tail = new PlanTail(loaded, {
      ...options,
      onChange: (change, origin) => this.#pass(change, origin),
      onMissed: (update) => this.#outbox.toAll(encodeUpdate(update)),
      onRest: () => this.#takeHeld(),
      onCaughtUp: () => {
        if (this.#members.size === 0) options.onEmpty()
      },
      onFailed: () => {
        this.closeAll('unavailable')
        this.#held = []
        options.onFailed()
      },
    })
  }

  get size(): number {
    return this.#members.size
  }

  /** Whether the room can be let go without losing sight of a write on its way. */
  get isIdle(): boolean {
    return this.#members.size === 0 && this.tail.isIdle
  }

  join(peer: Peer): void {
    // What was said before is in the document that a newcomer gets.
    this.#outbox.flush()
    this.#members.set(peer, new Member())
    const { epoch, seq, eventSeq, isOverHalf, rest } = this.tail
    if (peer.hasExtensions)
      this.#outbox.to(
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
    rest.when(() => this.#outbox.to(peer, encodeStep1(this.tail.stateVector())))
    const present = this.#presence.all()
    if (present.length > 0) this.#outbox.to(peer, encodeAwareness(present))
  }

  /** A peer leaves once; its presence is gone for all at the same moment (PR3). */
  leave(peer: Peer): void {
    if (!this.#members.delete(peer)) return
    const gone = this.#presence.remove(peer)
    if (gone !== null) this.#outbox.toAll(encodeAwareness([gone]))
    if (this.#members.size === 0) this.#options.onEmpty()
  }

  receive(peer: Peer, bytes: Uint8Array): void {
    const member = this.#members.get(peer)
    if (member === undefined) return
    if (bytes.byteLength > maxFrameBytes) return this.#expel(peer, 'too-large')
    const frame = decodeClientFrame(bytes)
    if (frame.kind === 'bad') return this.#expel(peer, 'bad-frame')
    this.#handle(peer, member, frame)
  }

  #handle(peer: Peer, member: Member, frame: ClientFrame): void {
    switch (frame.kind) {
      case 'step1':
        return this.#answerStep1(peer, frame.stateVector)
      case 'write':
        if (this.tail.rest.takesWrites || !can(peer.role, 'write'))
          return this.#write(peer, member, frame)
        this.#held.push({ peer, member, frame })
        return
      case 'awareness': {
        const accepted = this.#presence.receive(peer, frame.entries)
        if (accepted.length > 0) this.#outbox.toAll(encodeAwareness(accepted))
        return
      }
      case 'queryAwareness':
        return this.#outbox.to(peer, encodeAwareness(this.#presence.all()))
    }
  }

  #answerStep1(peer: Peer, stateVector: Uint8Array): void {
    this.tail.rest.when(() => {
      if (!this.#members.has(peer)) return
      try {
        const update = this.tail.since(stateVector)
        this.#outbox.flush()
        peer.send(this.#step2Of(update))
      } catch {
        this.#expel(peer, 'bad-frame')
      }
    })
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
    for (const { peer, member, frame } of held) this.#handle(peer, member, frame)
  }

  #write(peer: Peer, member: Member, { update, isEdit }: WriteFrame): void {
    if (!can(peer.role, 'write')) {
      // Every client answers our step 1, a reader too: that answer is dropped unread. An edit is refused.
      if (isEdit) this.#expel(peer, 'read-only')
      return
    }
    const decoded = parseUpdate(update)
    if (
      decoded === null ||
      this.tail.isForged(decoded, peer.userId, (clientId) => this.#presence.userOf(clientId))
    )
      return this.#expel(peer, 'bad-frame')
    if (!this.tail.hasRoomFor(update, decoded)) return this.#expel(peer, 'plan-full')
    const done = member.begin()
    const isSafe = isEdit ? done : member.withEarly(done)
    const onSafe = () => {
      if (isSafe()) this.#ack(peer, member)
    }
    switch (
      this.tail.write({
        peer,
        update,
        decoded,
        onSafe,
        onRefused: (code) => this.#expel(peer, code),
      })
    ) {
      case 'queued':
        return this.#options.onWrite()
      case 'known':
        return
      case 'early':
        // After the handshake nothing can be missing, unless a commit failed: coming back brings it.
        if (!isEdit || !member.waitEarly(done)) this.#expel(peer, 'unavailable')
        return
      case 'bad':
        return this.#expel(peer, 'bad-frame')
    }
  }

  #ack(peer: Peer, member: Member): void {
    if (this.#members.has(peer))
      this.#outbox.ack(peer, { count: member.committed, seq: this.tail.seq })
  }

  /** A change of the log, to everyone but its writer. */
  #pass({ seq, actor, at, body }: Change, origin: Peer | null): void {
    if (body.kind === 'update') return this.#outbox.toAll(encodeUpdate(body.update), origin)
    this.#outbox.toExtended(
      encodeEvent({
        seq,
        actor,
        at: new Date(at).toISOString(),
        event: body.event,
        spreadMs: spreadMsOf(this.#members.size),
      }),
    )
    if (body.event.type === 'plan.deleted') this.closeAll('plan-not-found')
  }

  /** Closes a user's connections, and those that stand on this user's rights, or all: they are judged anew (AU1). */
  revoke(userId: string | null, code: ErrorCode): void {
    for (const peer of [...this.#members.keys()])
      if (userId === null || peer.userId === userId || peer.handedBy === userId)
        this.#expel(peer, code)
  }

  closeAll(code: ErrorCode): void {
    this.revoke(null, code)
  }

  /** The sessions that connections here were let in by. */
  *sessions(): Iterable<string> {
    for (const peer of this.#members.keys()) yield peer.sessionId
  }

  endSessions(sessionIds: ReadonlySet<string>): void {
    for (const peer of [...this.#members.keys()])
      if (sessionIds.has(peer.sessionId)) this.#expel(peer, 'not-signed-in')
  }

  destroy(): void {
    this.#held = []
    this.tail.close()
  }

  #expel(peer: Peer, code: ErrorCode): void {
    if (!this.#members.has(peer)) return
    if (peer.hasExtensions) this.#outbox.to(peer, encodeRefused(code))
    this.#outbox.flush()
    this.#held = this.#held.filter((held) => held.peer !== peer)
    this.leave(peer)
    peer.close(code)
  }
}
