import { useEffect } from 'react'
import { type AbstractType, type Transaction, type YEvent, Map as YMap } from 'yjs'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { rowPlace } from '#client/sync/place.ts'
import { userOf } from '#client/sync/session/people.ts'
import { wholeView } from '#client/sync/session/session.ts'
import { showToast } from '#client/ui/toasts.ts'
import { articleOf } from '#shared/format/article.ts'
import type { Table } from '#shared/format/schema.ts'
import { removedCell, tableRows } from '#shared/plan/layout.ts'
import { titleOf } from '#shared/plan/row-title.ts'
import { restoreRow } from '#shared/plan/rows.ts'
import { focusPlaceSoon } from '../focus/focus.ts'

/** Tells this person that someone else removed the row that they are in, and offers an editor to put it back. */
export function useRemovedRows(table: Table): void {
  const { session: plan, edit } = usePlanContext()
  useEffect(() => {
    const session = wholeView(plan)
    if (session === null) return
    const rows = tableRows(session.doc, table.id)
    const observe = (events: YEvent<AbstractType<unknown>>[], transaction: Transaction) => {
      if (transaction.local) return
      const mine = document.activeElement?.closest<HTMLElement>('[data-row]')
      const rowId = mine?.dataset['row']
      if (
        rowId === undefined ||
        mine?.closest<HTMLElement>('[data-table]')?.dataset['table'] !== table.id
      )
        return
      const event = events.find(
        (candidate) => candidate.path[0] === rowId && candidate.changes.keys.has(removedCell),
      )
      if (
        event === undefined ||
        !(event.target instanceof YMap) ||
        event.target.get(removedCell) !== true
      )
        return
      // The content on the screen is still from before the removal.
      const shown = session.content.get().tables[table.id] ?? []
      const row = shown.find((candidate) => candidate.id === rowId)
      const author = userOf(
        session.awareness.getStates().get(event.target._map.get(removedCell)?.id.client ?? -1),
      )
      showToast({
        text: `${author?.name ?? 'Iemand'} heeft ${row === undefined ? `${articleOf(table.item)} ${table.item.one} waarin u werkte` : `“${titleOf(table, row)}”`} verwijderd.`,
        ...(edit === null
          ? {}
          : {
              action: {
                label: 'Terugzetten',
                onPress: () => {
                  edit.change((doc) => restoreRow(doc, table.id, rowId))
                  focusPlaceSoon([rowPlace(table.id, rowId)])
                },
              },
            }),
      })
    }
    rows.observeDeep(observe)
    return () => rows.unobserveDeep(observe)
  }, [plan, edit, table])
}
