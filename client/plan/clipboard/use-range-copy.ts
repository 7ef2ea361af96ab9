import { useEffect } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { rangeSize } from '#client/text/paste-texts.ts'
import { tableOf } from '#shared/format/lookup.ts'
import type { Table } from '#shared/format/schema.ts'
import { type CellGrid, cellRange, cellsOf } from '../grid/cell-range.ts'
import { gridOf } from '../grid/use-cell-range.ts'
import type { cellWork } from './cell-work.tsx'

type Chosen = { table: Table; cells: CellGrid }

/** Copies, cuts and empties the chosen cells of a sheet. */
export function useRangeCopy(): void {
  const { session, format, edit, announce } = usePlanContext()
  useEffect(() => {
    const ended = new AbortController()
    const { signal } = ended
    // A copy event waits for nothing, so the code is fetched when cells are chosen.
    let code: typeof cellWork | null = null
    const stop = cellRange.subscribe(() => {
      if (cellRange.get() !== null)
        void import('./cell-work.tsx').then(({ cellWork: loaded }) => {
          code = loaded
        })
    })
    const chosen = (): Chosen | null => {
      const range = cellRange.get()
      const table = range === null ? undefined : tableOf(format, range.table)
      const sheet = document.querySelector<HTMLElement>(
        `[data-table="${CSS.escape(range?.table ?? '')}"] table`,
      )
      if (range === null || table === undefined || sheet === null) return null
      return { table, cells: cellsOf(range, gridOf(sheet)) }
    }
    const empty = ({ table, cells }: Chosen) => {
      if (edit === null || code === null) return
      const { emptyCells } = code
      edit.change((doc) => emptyCells(doc, { table, cells, content: edit.content.get() }))
      announce(`${rangeSize(cells)} leeggemaakt. Ctrl+Z zet het terug.`)
    }
    const onCopy = (event: ClipboardEvent) => {
      const range = chosen()
      if (range === null || code === null || event.defaultPrevented) return
      const { text, html } = code.copyOf(range.table, range.cells, session.content.get())
      event.clipboardData?.setData('text/plain', text)
      event.clipboardData?.setData('text/html', html)
      event.preventDefault()
      announce(`${rangeSize(range.cells)} gekopieerd.`)
      if (event.type === 'cut') empty(range)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Delete' && event.key !== 'Backspace') return
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
      const range = chosen()
      if (range === null || edit === null) return
      event.preventDefault()
      event.stopPropagation()
      empty(range)
    }
    document.addEventListener('copy', onCopy, { signal })
    document.addEventListener('cut', onCopy, { signal })
    document.addEventListener('keydown', onKey, { capture: true, signal })
    return () => {
      stop()
      ended.abort()
    }
  }, [session, format, edit, announce])
}
