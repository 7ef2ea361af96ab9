import { limits } from '#shared/limits.ts'
import type { AwarenessEntry } from '#shared/protocol/codec.ts'
import { assert } from '../invariant.ts'
import type { Peer } from './peers.ts'

type State = { peer: Peer; clock: number; json: string }

/**
 * Who is in a room and where. Never logged. A state carries the identity the server knows (PR1), and a peer can only
 * speak for its own client id: y-websocket sends back every state it hears, which would otherwise multiply presence
 * with each client and let anyone wear another's name.
 */
export class Presence {
  readonly #states = new Map<number, State>()
  readonly #idOf = new Map<Peer, number>()

  /** Takes over what a peer may say; answers the entries to tell everyone (the sender too: it keeps its socket alive). */
  receive(peer: Peer, entries: readonly AwarenessEntry[]): AwarenessEntry[] {
    const taken = entries.flatMap((entry) => this.#take(peer, entry) ?? [])
    this.#assertOneIdEach()
    return taken
  }

  /** A peer went away: the entry that removes its presence, if it had one. */
  remove(peer: Peer): AwarenessEntry | null {
    const clientId = this.#idOf.get(peer)
    this.#idOf.delete(peer)
    const state = clientId === undefined ? undefined : this.#states.get(clientId)
    if (clientId === undefined || state === undefined || state.peer !== peer) return null
    this.#states.delete(clientId)
    this.#assertOneIdEach()
    return { clientId, clock: state.clock + 1, state: 'null' }
  }

  all(): AwarenessEntry[] {
    return [...this.#states].map(([clientId, state]) => ({
      clientId,
      clock: state.clock,
      state: state.json,
    }))
  }

  /** Whose client id this is, as far as presence knows. */
  userOf(clientId: number): string | undefined {
    return this.#states.get(clientId)?.peer.userId
  }

  /** Each state has a peer of its own: with more states than peers, one has two or one of them has left. */
  #assertOneIdEach(): void {
    assert(this.#states.size <= this.#idOf.size, 'presence-one-id')
  }

  #take(peer: Peer, entry: AwarenessEntry): AwarenessEntry | null {
    const own = this.#idOf.get(peer)
    if (own !== undefined && own !== entry.clientId) return null
    const known = this.#states.get(entry.clientId)
    // The same person back on a new connection while the old one is still half open: theirs to take over.
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
    const clock = known === undefined ? entry.clock : Math.max(entry.clock, known.clock)
    this.#states.set(entry.clientId, { peer, clock, json })
    this.#idOf.set(peer, entry.clientId)
    return { clientId: entry.clientId, clock, state: json }
  }
}

/** The state with the identity the server knows; null when it is not a small JSON object. */
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
