import type { AwarenessEntry } from '#shared/protocol/codec.ts'
import type { Cluster } from '../cluster.ts'
import type { PeopleAudience, PlanAudience } from '../plan-rooms.ts'
import type { Rooms } from './rooms.ts'

/** Clients drop a state that was not renewed for 30 s, and renew their own every 15 s. */
const sweepEveryMs = 30_000

/**
 * Connects the rooms of this node with those of other nodes: sends local changes, and applies
 * remote ones.
 */
export class ClusterRooms implements PlanAudience {
  readonly #cluster: Cluster
  readonly #rooms: Rooms
  readonly #people: PeopleAudience
  readonly work = { name: 'presence', everyMs: sweepEveryMs, run: async () => this.#sweep() }

  constructor(cluster: Cluster, rooms: Rooms, people: PeopleAudience) {
    this.#cluster = cluster
    this.#rooms = rooms
    this.#people = people
    cluster.onGap(() => {
      people.missed()
      void rooms.catchUp()
      for (const room of rooms.openRooms()) this.opened(room.planId)
    })
    cluster.onNotify((message) => {
      switch (message.kind) {
        case 'changed':
          if ((rooms.openRoom(message.planId)?.replica.seq ?? Infinity) < message.seq)
            rooms.notifyChanged(message.planId)
          return
        case 'presence':
          return rooms.openRoom(message.planId)?.showPresence(message.entries)
        case 'asked':
          return people.asked(message.userIds)
        case 'who':
          return this.present(message.planId, rooms.openRoom(message.planId)?.presence.here() ?? [])
      }
    })
  }

  /**
   * Requests the presence on other nodes; they may also have changed rights before the plan was
   * read.
   */
  opened(planId: string): void {
    if (!this.#cluster.isShared) return
    this.#rooms.recheckOpening()
    this.#cluster.notify({ kind: 'who', planId })
  }

  present(planId: string, entries: readonly AwarenessEntry[]): void {
    if (entries.length > 0) this.#cluster.notify({ kind: 'presence', planId, entries })
  }

  notifyChanged(planId: string): void {
    this.#rooms.notifyChanged(planId)
    // The number is not known here: each node continues from its own position.
    this.#cluster.notify({ kind: 'changed', planId, seq: Number.MAX_SAFE_INTEGER })
  }

  /** Other nodes revoke when they read the event in the log. */
  revoke(...revoked: Parameters<PlanAudience['revoke']>): void {
    this.#rooms.revoke(...revoked)
  }

  /** Other nodes find ended sessions in the database, twice a second. */
  endSessions(sessionIds: readonly string[]): void {
    this.#rooms.endSessions(sessionIds)
    this.#people.endSessions(sessionIds)
  }

  asked(userIds: readonly string[]): void {
    if (userIds.length === 0) return
    this.#people.asked(userIds)
    this.#cluster.notify({ kind: 'asked', userIds })
  }

  #sweep(): void {
    for (const room of this.#rooms.openRooms()) room.presence.sweepElsewhere()
  }
}
