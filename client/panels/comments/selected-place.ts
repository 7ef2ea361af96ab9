import { selectedWords } from '#client/editor/comment-highlights.ts'
import { type NewThread, targetOf } from '#client/hooks/comment-ui-store.ts'
import { parsePlace } from '#client/sync/place.ts'
import type { Target } from '#shared/plan/content.ts'

export type SelectedPlace = { thread: NewThread; box: { left: number; bottom: number } }

/** The target of a comment started here: the selected words, otherwise the focused place. */
export function threadHere(element: Element | null): NewThread | null {
  const words = selectedWords(element)
  const target = words === null ? placeTarget(element) : targetOf(words.place)
  if (target === null) return null
  return words === null ? { target } : { target, range: words.range }
}

export function placeTarget(element: Element | null): Target | null {
  const place = parsePlace(element?.closest<HTMLElement>('[data-place]')?.dataset['place'] ?? '')
  return place === null ? null : targetOf(place)
}

/** The selected words on the page, if they are of one place of the plan; null when nothing is selected. */
export function selectedPlace(): SelectedPlace | null {
  const focused = document.activeElement
  if (focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement)
    return hasSelection(focused) ? placeAt(focused, focused.getBoundingClientRect()) : null
  const selection = getSelection()
  if (selection === null || selection.isCollapsed || selection.toString().trim() === '') return null
  const range = selection.getRangeAt(0)
  const [from, to] = [elementOf(range.startContainer), elementOf(range.endContainer)]
  const place = from?.closest('[data-place]')
  if (from === null || place == null || place !== to?.closest('[data-place]')) return null
  return placeAt(from, range.getBoundingClientRect())
}

function placeAt(element: Element, box: DOMRect): SelectedPlace | null {
  if (element.closest('main') === null) return null
  const thread = threadHere(element)
  return thread && { thread, box: { left: box.left, bottom: box.bottom } }
}

function hasSelection(input: HTMLInputElement | HTMLTextAreaElement): boolean {
  // Null for inputs without a text, such as a date.
  const { selectionStart, selectionEnd, value } = input
  return (
    selectionStart !== null &&
    selectionEnd !== null &&
    value.slice(selectionStart, selectionEnd).trim() !== ''
  )
}

function elementOf(node: Node): Element | null {
  return node instanceof Element ? node : node.parentElement
}
