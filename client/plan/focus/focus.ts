import { untilDrawn } from '#client/ui/until-drawn.ts'
import { landOn } from '../reading/landing.ts'

const controls =
  'input:not([disabled]), textarea, select, [contenteditable="true"], button:not([disabled])'
const inputs = 'input:not([disabled]), textarea, select, [contenteditable="true"]'

export function elementAt(name: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-place="${CSS.escape(name)}"]`)
}

/** What follows the focus: where its control, and the place that it is in, come on the screen. */
type Arrive = (control: HTMLElement, element: HTMLElement) => void

/** Moves the focus to the first of these places that is on the screen. */
export function focusPlace(names: readonly string[], arrive: Arrive = bringIntoView): boolean {
  for (const name of names) {
    const element = elementAt(name)
    if (element === null) continue
    const control = element.matches(controls)
      ? element
      : (element.querySelector<HTMLElement>(inputs) ??
        (element.tabIndex === -1 && element.hasAttribute('tabindex')
          ? element
          : element.querySelector<HTMLElement>(controls)))
    if (control === null) continue
    control.focus({ preventScroll: true })
    arrive(control, element)
    return true
  }
  return false
}

function bringIntoView(control: HTMLElement): void {
  if (control.closest('.ProseMirror, input, textarea, select') === null || !isWellInView(control))
    control.scrollIntoView({ block: isWellInView(control) ? 'nearest' : 'center' })
}

/** A section and a row land with their top under the toolbar; in the middle, the part before would be the one in view. */
export function landOnPlace(names: readonly string[]): void {
  focusPlaceSoon(names, (_, element) => landOn(() => partOf(element)))
}

function partOf(element: HTMLElement): HTMLElement {
  return element.matches('h2')
    ? (element.closest<HTMLElement>('[data-section]') ?? element)
    : element
}

function isWellInView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect()
  return top > 160 && bottom < window.innerHeight - 80
}

/**
 * The same, once the place exists: React renders a change a moment later, and a closing menu still returns the focus to its
 * button.
 */
export function focusPlaceSoon(names: readonly string[], arrive: Arrive = bringIntoView): void {
  let settled = 0
  let wasThere = false
  const attempt = () => {
    const target = names.map(elementAt).find((element) => element !== null)
    const { activeElement } = document
    if (target?.contains(activeElement) === true) settled += 1
    // A user who already types elsewhere keeps the focus, however slow this device is.
    else if (wasThere && activeElement?.matches(inputs) === true) return true
    else {
      settled = 0
      wasThere = focusPlace(names, arrive) || wasThere
    }
    return settled === 4
  }
  requestAnimationFrame(() => untilDrawn(attempt))
}
