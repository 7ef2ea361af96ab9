import { useMemo } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { cellPlace, rowPlace, tablePlace } from '#client/sync/place.ts'
import { showToast } from '#client/ui/toasts.ts'
import { notApplicable } from '#shared/format/kinds/plain-value.ts'
import type { Table } from '#shared/format/schema.ts'
import { productColumn } from '#shared/plan/computed.ts'
import { otherGroup } from '#shared/plan/groups.ts'
import { addRow, moveRow, removeRow, restoreRow, setCell, setLineEntry } from '#shared/plan/rows.ts'
import { focusPlaceSoon } from '../focus/focus.ts'
import { setOpen } from '../reading/folding.ts'
import { groupIn, type RowGroups, rowGroupsOf } from './row-groups.ts'
import {
  insertIndex,
  intoGroup,
  type Move,
  moveStep,
  neighbourOf,
  type PlacedRow,
} from './row-moves.ts'

export type LineEntry = 'rate' | 'amount'

export type RowActions = {
  add: (where: { group?: string | undefined; afterId?: string; entry?: LineEntry }) => void
  step: (rowId: string, direction: 1 | -1) => void
  moveInto: (rowId: string, group: string) => void
  remove: (rowId: string) => void
  setEntry: (rowId: string, entry: LineEntry) => void
}

/** Name of the button that adds a row: where the focus goes when a table or group has become empty. */
export const addPlace = (table: string, group = '') => `add/${table}/${group}`

/** Changes to the rows of a table, each one undoable step, none of which loses the focus. Null where rows are only read. */
export function useRowActions(table: Table): RowActions | null {
  const { planId, format, edit, announce } = usePlanContext()
  return useMemo(() => {
    if (edit === null) return null
    const rowsNow = () => edit.content.get().tables[table.id] ?? []
    const groupsNow = (): RowGroups => rowGroupsOf(table, format, edit.content.get().tables)
    const groupOf = (rowId: string, groups: RowGroups) => {
      const row = rowsNow().find((candidate) => candidate.id === rowId)
      return row === undefined ? '' : groupIn(groups, row)
    }
    const placed = (groups: RowGroups): PlacedRow[] =>
      rowsNow().map((row) => ({ id: row.id, group: groupIn(groups, row) }))
    /** Empty for a row without a name, to avoid "Thema verwijderd: thema zonder naam". */
    const nameOf = (rowId: string) => {
      const title = rowsNow().find((candidate) => candidate.id === rowId)?.[
        table.columns.find((column) => column.isTitle)?.id ?? ''
      ]
      return typeof title === 'string' && title !== '' ? `: ${title}` : ''
    }

    const applyMove = (rowId: string, move: Move | null, { column, groups }: RowGroups) => {
      const focused = document.activeElement
        ?.closest('[data-place^="cell/"], [data-place^="row/"]')
        ?.getAttribute('data-place')
      if (move === null) return announce(`${capital(table.item.one)} staat al aan het einde.`)
      edit.change((doc) => {
        moveRow(doc, table.id, rowId, move.index)
        if (move.group !== undefined) setCell(doc, table.id, rowId, column, move.group)
      })
      const label =
        move.group === undefined
          ? ''
          : ` van ${groups.find((group) => group.id === move.group)?.label ?? ''}`
      announce(`Verplaatst naar plaats ${move.place} van ${move.of}${label}.`)
      // A moved element loses the focus in some browsers.
      if (
        focused === rowPlace(table.id, rowId) ||
        focused?.startsWith(cellPlace(table.id, rowId, '')) === true
      )
        focusPlaceSoon([focused])
    }

    return {
      add: ({ group, afterId, entry }) => {
        const groups = groupsNow()
        const into = group ?? (afterId === undefined ? '' : groupOf(afterId, groups))
        const id = crypto.randomUUID()
        const cells = {
          ...(groups.groups.some((one) => one.id === into && one.id !== otherGroup)
            ? { [groups.column]: into }
            : {}),
          ...(entry === 'amount' ? notApplicableFactors(table) : {}),
        }
        const index = insertIndex(placed(groups), into, afterId ?? null)
        if (table.layout === 'cards') setOpen(planId, [rowPlace(table.id, id)], true)
        edit.change((doc) => addRow(doc, table, { id, index, cells }))
        announce(`${capital(table.item.one)} toegevoegd.`)
        const title = table.columns.find((column) => column.isTitle)
        focusPlaceSoon([
          ...(title === undefined ? [] : [cellPlace(table.id, id, title.id)]),
          rowPlace(table.id, id),
        ])
      },
      step: (rowId, direction) => {
        const groups = groupsNow()
        applyMove(
          rowId,
          moveStep(
            placed(groups),
            groups.groups.flatMap(({ id }) => (id === otherGroup ? [] : [id])),
            rowId,
            direction,
          ),
          groups,
        )
      },
      moveInto: (rowId, group) => {
        const groups = groupsNow()
        applyMove(
          rowId,
          intoGroup(
            placed(groups).filter((row) => row.id !== rowId),
            group,
            'last',
          ),
          groups,
        )
      },
      remove: (rowId) => {
        const groups = groupsNow()
        const group = groupOf(rowId, groups)
        const next = neighbourOf(placed(groups), rowId)
        const name = nameOf(rowId)
        edit.change((doc) => removeRow(doc, table.id, rowId))
        focusPlaceSoon([
          ...(next === null ? [] : [rowPlace(table.id, next)]),
          addPlace(table.id, group),
          tablePlace(table.id),
        ])
        showToast({
          text: `${capital(table.item.one)} verwijderd${name}.`,
          action: {
            label: 'Ongedaan maken',
            onPress: () => {
              edit.change((doc) => restoreRow(doc, table.id, rowId))
              focusPlaceSoon([rowPlace(table.id, rowId)])
            },
          },
        })
      },
      setEntry: (rowId, entry) => {
        const row = rowsNow().find((candidate) => candidate.id === rowId)
        if (row === undefined) return
        const groups = groupsNow()
        const group = groups.groups.find(({ id }) => id === groupIn(groups, row))?.entry ?? 'either'
        edit.change((doc) => setLineEntry(doc, { table, row, group }, entry))
        const column = productColumn(table)
        const cell = entry === 'amount' ? column?.id : column?.product[0]
        if (cell !== undefined) focusPlaceSoon([cellPlace(table.id, rowId, cell)])
      },
    }
  }, [planId, format, edit, table, announce])
}

function notApplicableFactors(table: Table): Record<string, string> {
  return Object.fromEntries(
    (productColumn(table)?.product ?? []).map((column) => [column, notApplicable]),
  )
}

export function capital(word: string): string {
  return word.charAt(0).toLocaleUpperCase('nl-NL') + word.slice(1)
}
