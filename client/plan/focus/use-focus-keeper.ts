import { useEffect } from 'react'
import { parsePlace, rowPlace, tablePlace } from '#client/sync/place.ts'
import type { PlanView } from '#client/sync/session/session.ts'
import { nearestLeft } from '../table/row-moves.ts'
import { addPlace } from '../table/use-row-actions.ts'
import { elementAt, focusPlace } from './focus.ts'

/**
 * When the row with the focus disappears, by an undo or by another user, the focus moves to the row beside it. Otherwise it
 * would be on `body`, and the next Tab would start at the top of the page.
 */
export function useFocusKeeper(session: PlanView): void {
  useEffect(() => {
    let last: { table: string; row: string; order: readonly string[] } | null = null
    const rowsOf = (table: string) =>
      (session.content.get().tables[table] ?? []).map((row) => row.id)

    const onFocus = (event: FocusEvent) => {
      if (!(event.target instanceof Element)) return
      const place = parsePlace(event.target.closest('[data-row]')?.getAttribute('data-place') ?? '')
      last =
        place?.table === undefined || place.row === undefined
          ? null
          : { table: place.table, row: place.row, order: rowsOf(place.table) }
    }
    const onChange = () => {
      if (last === null) return
      const rows = rowsOf(last.table)
      if (rows.includes(last.row)) {
        last.order = rows
        return
      }
      const gone = last
      // React removes the row a moment later; only then is the focus lost.
      requestAnimationFrame(() => {
        if (
          document.activeElement !== document.body ||
          elementAt(rowPlace(gone.table, gone.row)) !== null
        )
          return
        const next = nearestLeft(gone.order, gone.row, rows)
        focusPlace([
          ...(next === null ? [] : [rowPlace(gone.table, next)]),
          addPlace(gone.table),
          tablePlace(gone.table),
        ])
      })
    }
    document.addEventListener('focusin', onFocus)
    const stop = session.content.subscribe(onChange)
    return () => {
      document.removeEventListener('focusin', onFocus)
      stop()
    }
  }, [session])
}
