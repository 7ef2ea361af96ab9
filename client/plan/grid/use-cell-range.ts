import { type RefObject, useEffect } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { parsePlace } from '#client/sync/place.ts'
import { rangeSize } from '#client/text/paste-texts.ts'
import type { Table } from '#shared/format/schema.ts'
import {
  type CellAt,
  type CellGrid,
  type CellRange,
  cellRange,
  cellsOf,
  isSingle,
  stretched,
} from './cell-range.ts'
import { caretOf, isCellControl } from './grid-focus.ts'

/**
 * Choosing several cells of a sheet: Shift with an arrow at the edge of the text, Shift with a click, or dragging from cell
 * to cell. The focus stays in the cell where it began. Escape, typing and going elsewhere end it.
 */
export function useCellRange(container: RefObject<HTMLTableElement | null>, table: Table): void {
  const { announce } = usePlanContext()
  useEffect(() => {
    const element = container.current
    if (element === null) return
    const ended = new AbortController()
    const { signal } = ended
    let dragged: CellAt | null = null
    const own = () => (cellRange.get()?.table === table.id ? cellRange.get() : null)
    const choose = (range: CellRange) => {
      cellRange.set(isSingle(range) ? null : range)
      if (!isSingle(range)) announce(`${rangeSize(cellsOf(range, gridOf(element)))} gekozen.`)
    }

    const onKey = (event: KeyboardEvent) => {
      const { target } = event
      if (event.isComposing || target === null || !isCellControl(target)) return
      const range = own()
      if (event.key === 'Escape' && range !== null) {
        event.preventDefault()
        event.stopPropagation()
        cellRange.set(null)
        return
      }
      const at = cellAt(target)
      if (at === null || !event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) {
        if (isWriting(event)) cellRange.set(null)
        return
      }
      // With letters left to choose, the keys choose letters.
      if (range === null && !isAtEdge(event.key, target)) return
      const next = stretched(
        range ?? { table: table.id, anchor: at, head: at },
        gridOf(element),
        event.key,
      )
      if (next === null) return
      event.preventDefault()
      event.stopPropagation()
      choose(next)
    }
    const onDown = (event: PointerEvent) => {
      dragged = null
      const at = event.target instanceof Element ? cellAt(event.target) : null
      if (at === null || event.button !== 0 || event.pointerType === 'touch') return
      const focused = document.activeElement === null ? null : cellAt(document.activeElement)
      if (event.shiftKey && focused !== null && element.contains(document.activeElement)) {
        event.preventDefault()
        choose({ table: table.id, anchor: focused, head: at })
        return
      }
      cellRange.set(null)
      dragged = at
    }
    const onOver = (event: PointerEvent) => {
      const at = event.target instanceof Element ? cellAt(event.target) : null
      if (dragged === null || at === null || (event.buttons & 1) === 0) return
      if (own() === null && at.row === dragged.row && at.column === dragged.column) return
      getSelection()?.removeAllRanges()
      choose({ table: table.id, anchor: dragged, head: at })
    }
    const onFocus = (event: FocusEvent) => {
      const at = event.target instanceof Element ? cellAt(event.target) : null
      const range = own()
      if (range !== null && (at?.row !== range.anchor.row || at.column !== range.anchor.column))
        cellRange.set(null)
    }
    const mark = () => {
      const range = own()
      const { rows, columns } =
        range === null ? { rows: [], columns: [] } : cellsOf(range, gridOf(element))
      for (const cell of element.querySelectorAll<HTMLElement>('[data-column]')) {
        const at = cellAt(cell)
        const isChosen = at !== null && rows.includes(at.row) && columns.includes(at.column)
        cell.toggleAttribute('data-chosen', isChosen)
      }
    }
    // Before the keys that move the focus or a row.
    element.addEventListener('keydown', onKey, { capture: true, signal })
    element.addEventListener('pointerdown', onDown, { signal })
    element.addEventListener('pointerover', onOver, { signal })
    document.addEventListener('focusin', onFocus, { signal })
    const stop = cellRange.subscribe(mark)
    return () => {
      stop()
      ended.abort()
      if (own() !== null) cellRange.set(null)
    }
  }, [container, table, announce])
}

/** The rows and columns of a sheet, as the page shows them. */
export function gridOf(element: HTMLElement): CellGrid {
  const rows = [...element.querySelectorAll<HTMLElement>('[data-row]')]
  return {
    rows: rows.map((row) => row.dataset['row'] ?? ''),
    columns: [...(rows[0]?.querySelectorAll<HTMLElement>('[data-column]') ?? [])].map(
      (cell) => cell.dataset['column'] ?? '',
    ),
  }
}

function cellAt(element: Element): CellAt | null {
  const column = element.closest<HTMLElement>('[data-column]')?.dataset['column']
  const row = parsePlace(element.closest<HTMLElement>('[data-row]')?.dataset['place'] ?? '')?.row
  return column === undefined || row === undefined ? null : { row, column }
}

function isAtEdge(key: string, target: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement) {
  const { isAtStart, isAtEnd } = caretOf(target)
  return key === 'ArrowUp' || key === 'ArrowLeft' ? isAtStart : isAtEnd
}

function isWriting({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return (key.length === 1 && !ctrlKey && !metaKey) || key === 'Enter' || key === 'Tab'
}
