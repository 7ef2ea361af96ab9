import { threadElementId } from '#client/panels/comments/thread-element-id.ts'
import { cellPlace, fieldPlace, rowPlace } from '#client/sync/place.ts'
import type { Hit } from '#shared/find/find-in-plan.ts'

/** Between two looks at the page, in ms: rows and cards come and go while people type. */
const pauseMs = 150

/**
 * Marks the values and comments that are found, for as long as the search is open; editors mark the words in their texts
 * (`client/editor/find-highlights.ts`). The words in an input can't be marked, so it is marked as a whole.
 */
export function markPlaces(hits: readonly Hit[], current: Hit | null): () => void {
  /** By their candidate names, as a key: a value that is nowhere on the screen by itself is marked with its row. */
  const wanted = new Map<string, { names: readonly string[]; found: 'other' | 'current' }>()
  const want = (hit: Hit, found: 'other' | 'current') => {
    if (hit.kind === 'text') return
    const names = namesOf(hit)
    const key = names.join(' ')
    // Set again, the current one is the last.
    wanted.delete(key)
    wanted.set(key, { names, found })
  }
  for (const hit of hits) want(hit, 'other')
  if (current !== null) want(current, 'current')
  const marked = new Set<HTMLElement>()
  const mark = () => {
    const elements = new Map<string, HTMLElement>()
    for (const element of document.querySelectorAll<HTMLElement>(
      '[data-place], [data-thread-card]',
    ))
      elements.set(element.dataset['place'] ?? element.id, element)
    for (const { names, found } of wanted.values()) {
      const element = names.map((name) => elements.get(name)).find((one) => one !== undefined)
      if (element === undefined) continue
      element.dataset['found'] = found
      marked.add(element)
    }
  }
  if (wanted.size === 0) return () => undefined
  mark()
  let timer: ReturnType<typeof setTimeout> | undefined
  const observer = new MutationObserver(() => {
    timer ??= setTimeout(() => {
      timer = undefined
      mark()
    }, pauseMs)
  })
  observer.observe(document.body, { childList: true, subtree: true })
  return () => {
    observer.disconnect()
    clearTimeout(timer)
    for (const element of marked) delete element.dataset['found']
  }
}

function namesOf(hit: Exclude<Hit, { kind: 'text' }>): string[] {
  if (hit.kind === 'comment') return [threadElementId(hit.threadId)]
  const { field, table = '', row = '', column = '' } = hit.target
  return field === undefined
    ? [cellPlace(table, row, column), rowPlace(table, row)]
    : [fieldPlace(field)]
}
