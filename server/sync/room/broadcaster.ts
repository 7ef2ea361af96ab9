import { encodeAck } from '#shared/protocol/codec.ts'
import type { Peer } from '../peer.ts'

type Entry =
  | { frame: Uint8Array; to: 'everyone' | 'extended'; except: Peer | null }
  | { frame: Uint8Array; to: Peer }

/** How many messages of a peer are committed, up to which change. */
export type Ack = { count: number; seq: number }

/**
 * What a room tells in one turn of the event loop, in the order in which it was said. Each peer gets its part at once, and
 * those who get the same are handed the same array, so that it is framed once: writing to sockets is most of what a room
 * costs, and what was committed together is told together.
 */
export class Broadcaster {
  readonly #peers: () => Iterable<Peer>
  #entries: Entry[] = []
  /** The last one says it all. */
  readonly #acks = new Map<Peer, Ack>()
  #isScheduled = false

  constructor(peers: () => Iterable<Peer>) {
    this.#peers = peers
  }

  toAll(frame: Uint8Array, except: Peer | null = null): void {
    this.#add({ frame, to: 'everyone', except })
  }

  /** To everyone who understands more than y-websocket. */
  toExtended(frame: Uint8Array): void {
    this.#add({ frame, to: 'extended', except: null })
  }

  to(peer: Peer, frame: Uint8Array): void {
    this.#add({ frame, to: peer })
  }

  /** Sent after all that was said this turn: whoever reads it has seen what it counts. */
  ack(peer: Peer, ack: Ack): void {
    this.#acks.set(peer, ack)
    this.#schedule()
  }

  /** Sends now; by itself it happens when the work at hand is done. */
  flush(): void {
    if (this.#entries.length === 0 && this.#acks.size === 0) return
    const [entries, acks] = [this.#entries, new Map(this.#acks)]
    this.#entries = []
    this.#acks.clear()
    const apart = new Set<Peer>(acks.keys())
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
    // A promise and not `queueMicrotask`, which makes an async resource each time: ten times as dear.
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
