import type { Target } from '#shared/plan/content.ts'
import type { Place } from '../sync/session.ts'

type Listener = (target: Target | Place) => void
const listeners = new Set<Listener>()

/** Parts of the screen that can hide a place (a tab, a view of a table) open themselves before the focus goes there. */
export function onReveal(listener: Listener): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export function reveal(target: Target | Place): void {
  for (const listener of listeners) listener(target)
}
