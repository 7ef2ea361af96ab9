import type { Awareness } from 'y-protocols/awareness'
import { type PresenceUser, PresenceUserSchema } from '#shared/protocol/messages.ts'
import { initialsAmong, initialsOf } from '#shared/text/initials.ts'
import type { Place } from '../place.ts'
import { share } from '../share.ts'
import { createSignal, type Source } from '../source.ts'
import type { Person } from './session.ts'

const placeKeys = ['section', 'field', 'table', 'row', 'column'] as const

/** The user of a presence state; null if the server has not stamped it. */
export function userOf(state: unknown): PresenceUser | null {
  const user = PresenceUserSchema.safeParse((state as { user?: unknown } | undefined)?.user)
  return user.success ? user.data : null
}

function placeOf(state: unknown): Place | null {
  const stored: unknown = (state as { place?: unknown } | undefined)?.place
  if (typeof stored !== 'object' || stored === null) return null
  const place: Place = {}
  for (const key of placeKeys) {
    const value = (stored as Record<string, unknown>)[key]
    if (typeof value === 'string') place[key] = value
  }
  return Object.keys(place).length > 0 ? place : null
}

export type People = Source<readonly Person[]> & {
  /** The identity that the server stamps on this client's presence, known from the echo. */
  setMe(user: PresenceUser): void
  destroy(): void
}

/** The people who have the plan open, once each: this user first, the others by name. */
export function createPeople(awareness: Awareness, me: { id: string; name: string }): People {
  let self: PresenceUser = {
    id: me.id,
    name: me.name,
    initials: initialsOf(me.name),
    discipline: null,
    color: '#57534e',
  }
  const signal = createSignal<readonly Person[]>(read())

  function read(): Person[] {
    const people = new Map<string, Person>([
      [self.id, toPerson(awareness.clientID, self, placeOf(awareness.getLocalState()), true)],
    ])
    // A user may have several tabs open; the tab with focus determines their place.
    for (const [clientId, state] of [...awareness.getStates()].sort(([a], [b]) => a - b)) {
      const user = clientId === awareness.clientID ? null : userOf(state)
      if (user === null || user.id === self.id) continue
      const place = placeOf(state)
      const known = people.get(user.id)
      if (known === undefined || (known.place === null && place !== null))
        people.set(user.id, toPerson(clientId, user, place, false))
    }
    const initials = initialsAmong([...people.values()].map(({ name }) => name))
    return [...people.values()]
      .map((person) => ({ ...person, initials: initials.get(person.name) ?? person.initials }))
      .sort((a, b) => Number(b.isMe) - Number(a.isMe) || a.name.localeCompare(b.name, 'nl'))
  }

  const update = () => signal.set(share(signal.get(), read()))
  awareness.on('change', update)
  return {
    get: signal.get,
    subscribe: signal.subscribe,
    setMe: (user) => {
      self = user
      update()
    },
    destroy: () => awareness.off('change', update),
  }
}

function toPerson(
  clientId: number,
  user: PresenceUser,
  place: Place | null,
  isMe: boolean,
): Person {
  const { id: userId, name, initials, discipline, color } = user
  return { clientId, userId, name, initials, discipline, color, isMe, place }
}
