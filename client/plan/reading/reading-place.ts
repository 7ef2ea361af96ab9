import { z } from 'zod'
import { landedSection, landingLine } from './landing.ts'

/** The part of the plan that is being read, and the offset of its top from the top of the window, in pixels. */
const ReadingPlaceSchema = z.object({ section: z.string(), top: z.number() })
export type ReadingPlace = z.infer<typeof ReadingPlaceSchema>

/** The section whose top is at most this far below the landing line is being read, in pixels. */
const readingSlack = 64

const sections = () => [...document.querySelectorAll<HTMLElement>('[data-section]')]
const topOf = (element: Element) => element.getBoundingClientRect().top

/** The part of the plan that is being read; at the end of the page the last part, however short. */
export function sectionBeingRead(): HTMLElement | null {
  const all = sections()
  const landed = landedSection.get()
  const asked = all.find((section) => section.dataset['section'] === landed)
  if (asked !== undefined) return asked
  const readingLine = landingLine() + readingSlack
  const isAtEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2
  return (
    (isAtEnd && window.scrollY > 0
      ? all.at(-1)
      : (all.findLast((section) => topOf(section) <= readingLine) ?? all[0])) ?? null
  )
}

/** Null at the head of the plan, which is the default. */
export function readingPlace(): ReadingPlace | null {
  const at = window.scrollY === 0 ? null : sectionBeingRead()
  const section = at?.dataset['section']
  return at === null || section === undefined ? null : { section, top: topOf(at) }
}

/** Scrolls as far as the rendered page allows; false when that is not far enough. */
export function showReadingPlace({ section, top }: ReadingPlace): boolean {
  const element = sections().find((candidate) => candidate.dataset['section'] === section)
  if (element === undefined) return false
  window.scrollBy({ top: topOf(element) - top, behavior: 'instant' })
  return Math.abs(topOf(element) - top) < 2
}

// In session storage: for this tab only, and only the position.
const keyOf = (planId: string) => `wijktafel:reading:${planId}`

export function keptReadingPlace(planId: string): ReadingPlace | null {
  try {
    return (
      ReadingPlaceSchema.safeParse(JSON.parse(sessionStorage.getItem(keyOf(planId)) ?? 'null'))
        .data ?? null
    )
  } catch {
    return null
  }
}

export function keepReadingPlace(planId: string, place: ReadingPlace | null): void {
  try {
    if (place === null) sessionStorage.removeItem(keyOf(planId))
    else sessionStorage.setItem(keyOf(planId), JSON.stringify(place))
  } catch {
    // Without storage the plan opens at its head.
  }
}
