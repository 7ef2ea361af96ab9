import type { Place } from '#client/sync/place.ts'
import { drawAll } from '#client/ui/drawing.ts'
import type { Target } from '#shared/plan/content.ts'

type Listener = (target: Target | Place) => void
const listeners = new Set<Listener>()

/** Parts of the screen that can hide a place (a tab, a view of a table) listen here, to open before the focus moves there. */
export function onReveal(listener: Listener): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Shows a place: opens its closed ancestors and renders parts that are still pending. */
export function reveal(target: Target | Place): void {
  drawAll()
  for (const listener of listeners) listener(target)
}
