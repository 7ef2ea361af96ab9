import { createSignal } from '#client/sync/source.ts'

/** Input events that mean that the user scrolls or types already. */
export const userSigns = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const

/**
 * The section that the user asked for, until they move: the last sections of a page can't reach its
 * top, and are nevertheless the ones that are read.
 */
export const landedSection = createSignal<string | null>(null)

/** The height below which nothing sticks: under the header and the toolbar (plan-screen.css). */
export function landingLine(): number {
  const line = getComputedStyle(document.documentElement).getPropertyValue('--landing-line')
  return Number.parseFloat(line) || 0
}

let leave: () => void = () => undefined

/**
 * Brings the top of a part under the toolbar, and keeps it there while the page above it grows (parts that are still
 * rendered, edits of others), until the user moves.
 */
export function landOn(find: () => HTMLElement | null): void {
  leave()
  const ended = new AbortController()
  const land = () => {
    const element = find()
    // On a phone the plan comes into view a moment later.
    if (element === null || element.getClientRects().length === 0) return
    landedSection.set(element.closest<HTMLElement>('[data-section]')?.dataset['section'] ?? null)
    const margin = Number.parseFloat(getComputedStyle(element).scrollMarginTop) || 0
    const off = element.getBoundingClientRect().top - landingLine() - margin
    if (Math.abs(off) > 1) window.scrollBy({ top: off, behavior: 'instant' })
  }
  const observer = new ResizeObserver(land)
  observer.observe(document.body)
  const main = document.getElementById('inhoud')
  if (main !== null) observer.observe(main)
  leave = () => {
    observer.disconnect()
    ended.abort()
    landedSection.set(null)
    leave = () => undefined
  }
  for (const sign of userSigns)
    window.addEventListener(sign, () => leave(), { passive: true, signal: ended.signal })
  land()
}

/** The user goes elsewhere, or the plan is closed. */
export function endLanding(): void {
  leave()
}
