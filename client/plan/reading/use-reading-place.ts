import { useLayoutEffect } from 'react'
import { untilDrawn } from '#client/ui/until-drawn.ts'
import type { SheetId } from '../sheets.ts'
import { userSigns } from './landing.ts'
import { onScroll } from './on-scroll.ts'
import {
  keepReadingPlace,
  keptReadingPlace,
  type ReadingPlace,
  readingPlace,
  showReadingPlace,
} from './reading-place.ts'
import { onReveal } from './reveal.ts'

/**
 * Restores the reading position in a long plan for a user who comes back to it (from the comments on a phone, from another
 * page, after a reload), unless they ask for a place or have started to scroll.
 */
export function useReadingPlace(
  { planId, sheet }: { planId: string; sheet: SheetId },
  isShown: boolean,
): void {
  const name = sheet === 'plan' ? planId : `${planId}/${sheet}`
  // Before the first paint: otherwise the head of the plan flashes by.
  useLayoutEffect(() => {
    if (!isShown) return
    const kept = keptReadingPlace(name)
    const gone = new AbortController()
    const keep = () => {
      if (!gone.signal.aborted) onScroll(() => keepReadingPlace(name, readingPlace()), gone.signal)
    }
    if (kept === null) keep()
    else void goBackTo(kept, gone.signal).then(keep)
    return () => gone.abort()
  }, [name, isShown])
}

/** Ends when the position is reached, can't be reached, or the user moved. */
function goBackTo(place: ReadingPlace, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const ended = new AbortController()
    const end = () => {
      ended.abort()
      stopListening()
      resolve()
    }
    const stopListening = onReveal(end)
    for (const sign of userSigns)
      window.addEventListener(sign, end, { passive: true, signal: ended.signal })
    signal.addEventListener('abort', end, { signal: ended.signal })
    // The content below the position may have to render before the page can scroll that far.
    untilDrawn(() => {
      if (ended.signal.aborted) return true
      if (!showReadingPlace(place)) return false
      end()
      return true
    }, end)
  })
}
