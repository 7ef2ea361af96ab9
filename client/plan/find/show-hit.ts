import { selectFound } from '#client/editor/find-highlights.ts'
import { askForThread } from '#client/hooks/comment-ui-store.ts'
import type { PlanContextValue } from '#client/hooks/plan-context.ts'
import { focusThreadSoon } from '#client/panels/comments/comments-panel.tsx'
import { placesOf } from '#client/sync/place.ts'
import { untilDrawn } from '#client/ui/until-drawn.ts'
import type { Hit } from '#shared/find/find-in-plan.ts'
import { elementAt, focusPlaceSoon } from '../focus/focus.ts'

/** Brings a hit into view: its sheet, section and card open, and the focus stays where it is. */
export function showHit(hit: Hit, { showPlace, format }: PlanContextValue): void {
  if (hit.kind === 'comment') askForThread(hit.threadId, false)
  else showPlace(hit.target)
  const names = hit.kind === 'comment' ? [] : placesOf(hit.target, format)
  let settled = 0
  const isThere = (element: Element | null | undefined) => {
    if (element == null || element.getClientRects().length === 0) return false
    element.scrollIntoView({ block: 'center', behavior: 'instant' })
    // Cards open and sections are drawn in the next frames, which moves it away again.
    settled += 1
    return settled === settledFrames
  }
  untilDrawn(
    () => isThere(document.querySelector('[data-found="current"]')),
    // A value that is nowhere on the screen by itself is part of a row that is.
    () => isThere(names.map(elementAt).find((element) => element !== null)),
  )
}

const settledFrames = 8

/** Moves the focus to a hit: the words of a text are selected. */
export function goToHit(hit: Hit, { format }: PlanContextValue): void {
  if (hit.kind === 'comment') return focusThreadSoon(hit.threadId)
  if (hit.kind !== 'text' || !selectFound()) focusPlaceSoon(placesOf(hit.target, format))
}
