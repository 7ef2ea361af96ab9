import { untilDrawn } from '#client/ui/until-drawn.ts'

const controls =
  'input:not([disabled]), textarea, select, [contenteditable="true"], button:not([disabled])'
const inputs = 'input:not([disabled]), textarea, select, [contenteditable="true"]'

export function elementAt(name: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-place="${CSS.escape(name)}"]`)
}

/** Moves the focus to the first of these places that is on the screen. */
export function focusPlace(names: readonly string[]): boolean {
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
    if (control.closest('.ProseMirror, input, textarea, select') === null || !isWellInView(control))
      control.scrollIntoView({ block: isWellInView(control) ? 'nearest' : 'center' })
    return true
  }
  return false
}

function isWellInView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect()
  return top > 160 && bottom < window.innerHeight - 80
}

/**
 * The same, once the place exists: React renders a change a moment later, and a closing menu still returns the focus to its
 * button.
 */
export function focusPlaceSoon(names: readonly string[]): void {
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
      wasThere = focusPlace(names) || wasThere
    }
    return settled === 4
  }
  requestAnimationFrame(() => untilDrawn(attempt))
}
