import { assert } from '#server/invariant.ts'
import type { Role } from '#shared/access.ts'
import type { ErrorCode } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import { encodeAck, encodeEvent, encodeStep2 } from '#shared/protocol/codec.ts'
import type { PlanEvent } from '#shared/protocol/events.ts'
import type { PresenceUser } from '#shared/protocol/messages.ts'
import type { Change } from '../plan-log.ts'
import type { Writer } from '../replica/plan-state.ts'

/**
 * A connection as its room uses it: a websocket, HTTP and an in-memory pair in a test look the
 * same. Role and identity are decided once, before joining (AU1).
 */
export interface Peer extends Writer {
  /** The session that let the connection in: the connection ends with it (AU3). */
  readonly sessionId: string
  /**
   * The coordinator who handed over the link of this session, and on whose rights it also depends;
   * else null.
   */
  readonly handedBy: string | null
  readonly role: Role
  readonly presence: PresenceUser
  /** Whether it asked for hello, acks, events and refusals (`?ext=1`). */
  readonly hasExtensions: boolean
  /**
   * Frames of one moment. Several peers may get the same array: it does not change after the call.
   */
  send(frames: readonly Uint8Array[]): void
  close(code: ErrorCode): void
}

/** A received message, and how it ends. */
export type PendingWrite = {
  /**
   * The message is in the log, or brings nothing. Returns whether the number of safe messages rose.
   */
  safe: () => boolean
  /**
   * It refers to items that are not there yet, and waits for the answer to our step 1. False when
   * it may not wait.
   */
  early: () => boolean
}

/**
 * The state of one connection in its room. `expelled`: received and held messages do not count;
 * after `left` they do.
 *
 * An early edit refers to items that only the answer to our step 1 brings. A standard client sends
 * edits during the handshake at once. That answer holds the edit too, so the edit needs no place in
 * the log, and is safe with the answer.
 */
export class RoomSession {
  readonly #acks = new AckCounter()
  #early: (() => boolean)[] = []
  #hasAnswered = false
  #state: 'joined' | 'left' | 'expelled' = 'joined'

  get isExpelled(): boolean {
    return this.#state === 'expelled'
  }

  /** The number of safe messages, in order. */
  get committed(): number {
    return this.#acks.committed
  }

  end(how: 'left' | 'expelled'): void {
    if (this.#state === 'joined') this.#state = how
  }

  /** A message was received: an edit, or the answer to our step 1. */
  begin(kind: 'edit' | 'answer'): PendingWrite {
    const done = this.#acks.begin()
    if (kind === 'answer') {
      this.#hasAnswered = true
      return { safe: () => this.#allSafe(done), early: () => false }
    }
    const mayBeEarly = !this.#hasAnswered
    return {
      safe: done,
      early: () => {
        if (!mayBeEarly || this.#early.length >= limits.earlyWritesPerConnection.max) return false
        this.#early.push(done)
        return true
      },
    }
  }

  #allSafe(done: () => boolean): boolean {
    const early = this.#early
    this.#early = []
    let isRisen = false
    for (const each of [...early, done]) if (each()) isRisen = true
    return isRisen
  }
}

/**
 * Counts the document messages of one connection and how many of them are committed, in order: an
 * ack must never overtake a write that is still on its way to the disk (AK1).
 */
class AckCounter {
  readonly #open: { isDone: boolean }[] = []
  #begun = 0
  #committed = 0

  /**
   * A message was received; call the result when it is committed or needs no commit. That returns
   * whether the count rose.
   */
  begin(): () => boolean {
    const write = { isDone: false }
    this.#open.push(write)
    this.#begun++
    return () => {
      assert(!write.isDone, 'acks-counted')
      write.isDone = true
      const before = this.#committed
      while (this.#open[0]?.isDone === true) {
        this.#open.shift()
        this.#committed++
      }
      assert(this.#committed + this.#open.length === this.#begun, 'acks-counted')
      return this.#committed > before
    }
  }

  get committed(): number {
    return this.#committed
  }
}

type Entry =
  | { frame: Uint8Array; to: 'everyone' | 'extended'; except: Writer | null }
  | { frame: Uint8Array; to: Peer }

/** How many messages of a peer are committed, up to which change. */
export type Ack = { count: number; seq: number }

/** Each screen sends requests after an event; two hundred must not do so at one moment (EV5). */
const spreadPerScreenMs = 10
const longestSpreadMs = 5_000

/**
 * Collects the frames of one turn of the event loop, in order, and sends each peer its part at
 * once. Peers with the same frames get the same array, so that it is framed once: writing to
 * sockets is most of the cost of a room.
 */
export class Broadcaster {
  readonly #peers: () => Iterable<Peer>
  #entries: Entry[] = []
  /** The last ack of each peer includes the earlier ones. */
  readonly #acks = new Map<Peer, Ack>()
  #isScheduled = false
  /** The last step 2, while in memory: clients that join together share the bytes. */
  #step2: WeakRef<{ update: Uint8Array; frames: readonly Uint8Array[] }> | null = null

  constructor(peers: () => Iterable<Peer>) {
    this.#peers = peers
  }

  toAll(frame: Uint8Array, except: Writer | null = null): void {
    this.#add({ frame, to: 'everyone', except })
  }

  /** To peers with extensions. */
  toExtended(frame: Uint8Array): void {
    this.#add({ frame, to: 'extended', except: null })
  }

  event({ seq, actor, at }: Omit<Change, 'body'>, event: PlanEvent, screens: number): void {
    const spreadMs = Math.min(longestSpreadMs, screens * spreadPerScreenMs)
    this.toExtended(encodeEvent({ seq, actor, at: new Date(at).toISOString(), event, spreadMs }))
  }

  to(peer: Peer, frame: Uint8Array): void {
    this.#add({ frame, to: peer })
  }

  /**
   * Sent after all other frames of this turn, so that a client has the changes that the ack counts.
   */
  ack(peer: Peer, ack: Ack): void {
    this.#acks.set(peer, ack)
    this.#schedule()
  }

  /** Sends step 2 now, after the frames collected before it. */
  step2(peer: Peer, update: Uint8Array): void {
    this.flush()
    let step2 = this.#step2?.deref()
    if (step2?.update !== update) {
      step2 = { update, frames: [encodeStep2(update)] }
      this.#step2 = new WeakRef(step2)
    }
    peer.send(step2.frames)
  }

  /** Sends now; otherwise frames are sent at the end of the current work. */
  flush(): void {
    if (this.#entries.length === 0 && this.#acks.size === 0) return
    const [entries, acks] = [this.#entries, new Map(this.#acks)]
    this.#entries = []
    this.#acks.clear()
    const apart = new Set<Writer>(acks.keys())
    for (const entry of entries) {
      if (typeof entry.to === 'object') apart.add(entry.to)
      else if (entry.except !== null) apart.add(entry.except)
    }
    const shared = new Map<boolean, readonly Uint8Array[]>()
    for (const peer of this.#peers()) {
      let frames = apart.has(peer)
        ? framesFor(peer, entries, acks.get(peer))
        : shared.get(peer.hasExtensions)
      if (frames === undefined) {
        frames = framesFor(peer, entries, undefined)
        shared.set(peer.hasExtensions, frames)
      }
      if (frames.length > 0) peer.send(frames)
    }
  }

  #add(entry: Entry): void {
    this.#entries.push(entry)
    this.#schedule()
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    // A promise instead of `queueMicrotask`, which creates an async resource and costs ten times as
    // much.
    void Promise.resolve().then(() => {
      this.#isScheduled = false
      this.flush()
    })
  }
}

function framesFor(peer: Peer, entries: readonly Entry[], ack: Ack | undefined): Uint8Array[] {
  const frames: Uint8Array[] = []
  for (const entry of entries) if (isFor(peer, entry)) frames.push(entry.frame)
  if (ack !== undefined && peer.hasExtensions) frames.push(encodeAck(ack.count, ack.seq))
  return frames
}

function isFor(peer: Peer, entry: Entry): boolean {
  if (typeof entry.to === 'object') return entry.to === peer
  return entry.except !== peer && (entry.to === 'everyone' || peer.hasExtensions)
}
