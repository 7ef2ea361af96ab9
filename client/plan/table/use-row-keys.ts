import type { KeyboardEvent } from 'react'
import type { RowActions } from './use-row-actions.ts'

/** Keys that act on the focused row. In the capture phase, because Ctrl+Enter is also a line break in a rich text. */
export function rowKeys(actions: RowActions): (event: KeyboardEvent) => void {
  return (event) => {
    if (!(event.target instanceof Element) || event.nativeEvent.isComposing) return
    const rowId = event.target.closest<HTMLElement>('[data-row]')?.dataset['row']
    if (rowId === undefined) return
    const act = actionOf(event, event.target)
    if (act === null) return
    event.preventDefault()
    event.stopPropagation()
    if (act === 'add') actions.add({ afterId: rowId })
    else if (act === 'remove') actions.remove(rowId)
    else actions.step(rowId, act === 'up' ? -1 : 1)
  }
}

function actionOf(event: KeyboardEvent, target: Element): 'add' | 'remove' | 'up' | 'down' | null {
  const isCommand = event.ctrlKey || event.metaKey
  if (isCommand && !event.altKey && !event.shiftKey && event.key === 'Enter') return 'add'
  if (isCommand && !event.altKey && event.shiftKey && event.key === 'Backspace') return 'remove'
  // In a list, Alt with an arrow opens the list.
  if (isCommand || event.shiftKey || !event.altKey || target instanceof HTMLSelectElement)
    return null
  return event.key === 'ArrowUp' ? 'up' : event.key === 'ArrowDown' ? 'down' : null
}
