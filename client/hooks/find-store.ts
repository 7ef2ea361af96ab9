import type { Place } from '../sync/place.ts'
import { createListeners, createSignal } from '../sync/source.ts'

/** The occurrence that is shown, in the text at a place. */
type CurrentFound = { place: Place; index: number }

/**
 * What is looked for in the open plan. Module state, as that of the comments: one plan is open at a time, and an editor is
 * created once and must not be recreated for each query.
 */
export const findStore = {
  /** Whether a plan or a version is shown that can be searched; a comparison can't. */
  canFind: createSignal(false),
  isOpen: createSignal(false),
  /** As it is looked for; null while nothing is. */
  query: createSignal<string | null>(null),
  current: createSignal<CurrentFound | null>(null),
}

/** Where the focus was before the search began; it returns there. */
let origin: HTMLElement | null = null

/** Words to look for, and the section to begin in; null: the part that is being read. */
export type AskedWords = { words: string; section: string | null }

const asked = createListeners<[words: string]>()
/** The search is asked for, possibly for selected words. */
export const onFindAsked = asked.add
/** What the search that is about to open begins with. */
let waiting: AskedWords = { words: '', section: null }

/** Opens the search, with the words that the user selected. */
export function askToFind(given: AskedWords = { words: selectedWords(), section: null }): void {
  if (!findStore.isOpen.get()) {
    origin = document.activeElement instanceof HTMLElement ? document.activeElement : null
    waiting = given
    findStore.isOpen.set(true)
  }
  asked.call(given.words)
}

/** For the search when it opens. */
export const wordsToFind = (): AskedWords => waiting

/** Closes the search; the element that had the focus before it, if that is still there. */
export function closeFind(): HTMLElement | null {
  findStore.isOpen.set(false)
  findStore.query.set(null)
  findStore.current.set(null)
  const before = origin
  origin = null
  return before?.isConnected === true && before !== document.body ? before : null
}

/** A whole paragraph is no query. */
const longestWords = 80

function selectedWords(): string {
  const active = document.activeElement
  const words =
    active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement
      ? active.value.slice(active.selectionStart ?? 0, active.selectionEnd ?? 0)
      : (getSelection()?.toString() ?? '')
  return words.length > longestWords || words.includes('\n') ? '' : words.trim()
}
