import type { Awareness } from 'y-protocols/awareness'
import { disciplines } from '#shared/disciplines.ts'
import type { Place } from '../sync/place.ts'
import { userOf } from '../sync/session/people.ts'

/** The editor of the plan that a caret is in. */
export function scopeOf(place: Place): string {
  return place.field === undefined
    ? `${place.table ?? ''}/${place.row ?? ''}/${place.column ?? ''}`
    : `field:${place.field}`
}

type Change = { added: number[]; updated: number[]; removed: number[] }
type Listener = (change: Change, origin: unknown) => void
type Caret = { anchor: unknown; head: unknown; scope: string }
type CaretState = { user?: { name: string; color: string }; cursor?: Caret | null }

/**
 * Presence limited to one editor. Presence has one caret field per person. Without this limit every move of a caret costs a
 * transaction in every editor, each editor that mounts overwrites the user's identity, and each editor that unmounts
 * removes the user's caret.
 */
export function scopedAwareness(awareness: Awareness, scope: string) {
  const wrapped = new Map<Listener, Listener>()
  const inScope = new Set<number>()

  const caretOf = (state: unknown): Caret | null => {
    const cursor: unknown = (state as { cursor?: unknown } | null | undefined)?.cursor
    return isCaret(cursor) && cursor.scope === scope ? cursor : null
  }

  function getStates(): Map<number, CaretState> {
    const states = new Map<number, CaretState>()
    for (const [clientId, state] of awareness.getStates()) {
      const cursor = caretOf(state)
      const user = cursor === null ? null : userOf(state)
      if (user === null) continue
      const discipline = user.discipline === null ? '' : ` · ${disciplines[user.discipline].label}`
      states.set(clientId, {
        user: { name: `${user.name}${discipline}`, color: user.color },
        cursor,
      })
    }
    return states
  }

  /** Whether a change concerns a caret that is in this editor now or was in it before the change. */
  function concerns({ added, updated, removed }: Change): boolean {
    let isConcerned = false
    for (const clientId of [...added, ...updated, ...removed]) {
      if (clientId === awareness.clientID) continue
      const isHere = caretOf(awareness.getStates().get(clientId)) !== null
      if (isHere || inScope.has(clientId)) isConcerned = true
      if (isHere) inScope.add(clientId)
      else inScope.delete(clientId)
    }
    return isConcerned
  }

  return {
    get states() {
      return getStates()
    },
    getStates,
    getLocalState: (): CaretState => ({ cursor: caretOf(awareness.getLocalState()) }),
    setLocalStateField(field: string, value: unknown): void {
      // The server stamps the user's identity.
      if (field !== 'cursor' || awareness.getLocalState() === null) return
      if (typeof value === 'object' && value !== null)
        awareness.setLocalStateField('cursor', { ...value, scope })
      else if (caretOf(awareness.getLocalState()) !== null)
        awareness.setLocalStateField('cursor', null)
    },
    on(name: 'change' | 'update', listener: Listener): void {
      // Only "change" moves carets; "update" also comes with every keep-alive.
      if (name !== 'change') return
      for (const [clientId, state] of awareness.getStates())
        if (caretOf(state) !== null) inScope.add(clientId)
      const filtered: Listener = (change, origin) => {
        if (concerns(change)) listener(change, origin)
      }
      wrapped.set(listener, filtered)
      awareness.on('change', filtered)
    },
    off(name: 'change' | 'update', listener: Listener): void {
      const filtered = wrapped.get(listener)
      if (name !== 'change' || filtered === undefined) return
      wrapped.delete(listener)
      awareness.off('change', filtered)
    },
  }
}

/** Positions come from other clients, and drawing a malformed one would throw inside the editor. */
function isCaret(value: unknown): value is Caret {
  if (typeof value !== 'object' || value === null) return false
  const { anchor, head, scope } = value as Partial<Record<keyof Caret, unknown>>
  return typeof scope === 'string' && isPosition(anchor) && isPosition(head)
}

function isPosition(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { type, tname, item, assoc } = value as Record<string, unknown>
  const isId = (id: unknown) =>
    id === undefined ||
    id === null ||
    (typeof id === 'object' &&
      isCount((id as Record<string, unknown>)['client']) &&
      isCount((id as Record<string, unknown>)['clock']))
  return (
    isId(type) &&
    isId(item) &&
    (tname === undefined || tname === null || typeof tname === 'string') &&
    (assoc === undefined || Number.isInteger(assoc))
  )
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0
