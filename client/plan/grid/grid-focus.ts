import type { KeyboardEvent } from 'react'
import { cellPlace, parsePlace } from '#client/sync/place.ts'
import { elementAt } from '../focus/focus.ts'
import { type Caret, type GridRows, nextCell } from './grid-keys.ts'

/** Moves the focus between the inputs of a table as `nextCell` decides. */
export function moveInGrid(event: KeyboardEvent, container: HTMLElement | null): void {
  const target = event.target
  if (container === null || event.nativeEvent.isComposing || !isCellControl(target)) return
  const place = parsePlace(target.dataset['place'] ?? '')
  if (place?.table === undefined || place.row === undefined || place.column === undefined) return
  // In a list the arrows choose an option; only Enter moves the focus.
  if (target instanceof HTMLSelectElement && event.key !== 'Enter') return
  const press = {
    key: event.key,
    isShift: event.shiftKey,
    isAlt: event.altKey,
    isCtrl: event.ctrlKey || event.metaKey,
  }
  const next = nextCell(
    rowsOf(container),
    { row: place.row, column: place.column },
    press,
    caretOf(target),
  )
  if (next === null) return
  event.preventDefault()
  elementAt(cellPlace(place.table, next.row, next.column))?.focus()
}

type CellControl = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

export function isCellControl(target: EventTarget): target is CellControl {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
}

/** The cells that can take the focus, read from the page. */
function rowsOf(container: HTMLElement): GridRows {
  return [...container.querySelectorAll<HTMLElement>('[data-row]')].map((row) => ({
    id: row.dataset['row'] ?? '',
    columns: [
      ...row.querySelectorAll<HTMLElement>(
        'input[data-place], textarea[data-place], select[data-place]',
      ),
    ].map((control) => parsePlace(control.dataset['place'] ?? '')?.column ?? ''),
  }))
}

export function caretOf(target: CellControl): Caret {
  if (target instanceof HTMLSelectElement) return { isAtStart: true, isAtEnd: true }
  const { selectionStart, selectionEnd, value } = target
  const isAll = selectionStart === 0 && selectionEnd === value.length
  const isPoint = selectionStart === selectionEnd
  return {
    isAtStart: isAll || (isPoint && selectionStart === 0),
    isAtEnd: isAll || (isPoint && selectionEnd === value.length),
  }
}
