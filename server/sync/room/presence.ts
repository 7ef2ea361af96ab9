import { assert } from '#server/invariant.ts'
import { limits } from '#shared/limits.ts'
import type { AwarenessEntry } from '#shared/protocol/codec.ts'
import type { Peer } from './peers.ts'

type PresenceState = { peer: Peer; clock: number; json: string }

/**
 * Which users are in a room and where. Never logged. A state carries the identity that the server
 * knows (PR1), and a peer speaks for its own client id only: y-websocket echoes every state that it
 * receives, which would otherwise multiply presence with each client and allow a false name.
 */
export class Presence {
  readonly #states = new Map<number, PresenceState>()
  readonly #idOf = new Map<Peer, number>()
  /** States of people who are connected to other nodes, which gave them their identity. */
  readonly #elsewhere = new Map<number, AwarenessEntry & { isRenewed: boolean }>()

  /**
   * Takes the entries that a peer may send; returns the entries for all peers (the sender too,
   * whose socket stays alive by it).
   */
  receive(peer: Peer, entries: readonly AwarenessEntry[]): AwarenessEntry[] {
    const taken = entries.flatMap((entry) => this.#take(peer, entry) ?? [])
    this.#assertOneIdEach()
    return taken
  }

  /** A peer left: returns the entry that removes its presence, if it had one. */
  remove(peer: Peer): AwarenessEntry | null {
    const clientId = this.#idOf.get(peer)
    this.#idOf.delete(peer)
    const state = clientId === undefined ? undefined : this.#states.get(clientId)
    if (clientId === undefined || state === undefined || state.peer !== peer) return null
    this.#states.delete(clientId)
    this.#assertOneIdEach()
    return { clientId, clock: state.clock + 1, state: 'null' }
  }

  /** Takes states from another node; returns the entries for all peers. A local state of an id wins. */
  receiveElsewhere(entries: readonly AwarenessEntry[]): AwarenessEntry[] {
    return entries.filter((entry) => {
      const known = this.#elsewhere.get(entry.clientId)
      if (this.#states.has(entry.clientId) || (known?.clock ?? -1) > entry.clock) return false
      if (entry.state === 'null') return this.#elsewhere.delete(entry.clientId)
      if (known === undefined && this.#elsewhere.size >= limits.presenceElsewhere.max) return false
      this.#elsewhere.set(entry.clientId, { ...entry, isRenewed: true })
      return true
    })
  }

  /** Drops states of other nodes that were not renewed since the last call, as clients have done by then. */
  sweepElsewhere(): void {
    for (const [clientId, entry] of this.#elsewhere)
      if (entry.isRenewed) entry.isRenewed = false
      else this.#elsewhere.delete(clientId)
  }

  all(): AwarenessEntry[] {
    const elsewhere = [...this.#elsewhere.values()]
    return [...this.here(), ...elsewhere.map(({ isRenewed: _, ...entry }) => entry)]
  }

  /** The states of people who are connected to this node. */
  here(): AwarenessEntry[] {
    return [...this.#states].map(([clientId, state]) => ({
      clientId,
      clock: state.clock,
      state: state.json,
    }))
  }

  /** The user of a client id. */
  userOf(clientId: number): string | undefined {
    return this.#states.get(clientId)?.peer.userId
  }

  /**
   * Each state has its own peer: with more states than peers, a peer has two states or has left.
   */
  #assertOneIdEach(): void {
    assert(this.#states.size <= this.#idOf.size, 'presence-one-id')
  }

  #take(peer: Peer, entry: AwarenessEntry): AwarenessEntry | null {
    const own = this.#idOf.get(peer)
    if (own !== undefined && own !== entry.clientId) return null
    const known = this.#states.get(entry.clientId)
    // The same user on a new connection takes over from a half-open one (PR4).
    if (known !== undefined && known.peer !== peer && known.peer.userId !== peer.userId) return null
    if (entry.state === 'null') {
      if (known === undefined || known.peer !== peer) return null
      this.#states.delete(entry.clientId)
      this.#idOf.delete(peer)
      return {
        clientId: entry.clientId,
        clock: Math.max(entry.clock, known.clock + 1),
        state: 'null',
      }
    }
    if (known !== undefined && known.peer === peer && entry.clock <= known.clock) return null
    const json = stamp(entry.state, peer)
    if (json === null) return null
    const clock = Math.max(entry.clock, known?.clock ?? 0)
    // The user came here from another node.
    this.#elsewhere.delete(entry.clientId)
    this.#states.set(entry.clientId, { peer, clock, json })
    this.#idOf.set(peer, entry.clientId)
    return { clientId: entry.clientId, clock, state: json }
  }
}

/** The state with the identity that the server knows; null when it is not a small JSON object. */
function stamp(state: string, peer: Peer): string | null {
  if (state.length > limits.presenceBytes.max) return null
  try {
    const parsed: unknown = JSON.parse(state)
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null
    return JSON.stringify({ ...parsed, user: peer.presence })
  } catch {
    return null
  }
}
