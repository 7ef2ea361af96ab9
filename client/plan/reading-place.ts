import { z } from 'zod'

/** The part of the plan that is being read, and where its top is, in pixels from that of the window. */
const ReadingPlaceSchema = z.object({ section: z.string(), top: z.number() })
export type ReadingPlace = z.infer<typeof ReadingPlaceSchema>

const sections = () => [...document.querySelectorAll<HTMLElement>('[data-section]')]
const topOf = (element: Element) => element.getBoundingClientRect().top

/** Null at the head of the plan, where everyone begins. */
export function readingPlace(): ReadingPlace | null {
  if (window.scrollY === 0) return null
  const all = sections()
  const at = all.findLast((section) => topOf(section) <= 0) ?? all[0]
  const section = at?.dataset['section']
  return at === undefined || section === undefined ? null : { section, top: topOf(at) }
}

/** Scrolls there as far as the page goes by now; false when that is not far enough. */
export function showReadingPlace({ section, top }: ReadingPlace): boolean {
  const element = sections().find((candidate) => candidate.dataset['section'] === section)
  if (element === undefined) return false
  window.scrollBy({ top: topOf(element) - top, behavior: 'instant' })
  return Math.abs(topOf(element) - top) < 2
}

// For this tab and as long as it is there, and nothing but where one was.
const keyOf = (planId: string) => `wijktafel:reading:${planId}`

export function keptReadingPlace(planId: string): ReadingPlace | null {
  try {
    return ReadingPlaceSchema.safeParse(JSON.parse(sessionStorage.getItem(keyOf(planId)) ?? 'null')).data ?? null
  } catch {
    return null
  }
}

export function keepReadingPlace(planId: string, place: ReadingPlace | null): void {
  try {
    if (place === null) sessionStorage.removeItem(keyOf(planId))
    else sessionStorage.setItem(keyOf(planId), JSON.stringify(place))
  } catch {
    // Where nothing is kept one begins at the head.
  }
}
