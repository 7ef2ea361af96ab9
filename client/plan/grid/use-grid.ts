import { useCallback, useEffect, useMemo, useState } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { can } from '#shared/access.ts'
import type { Column } from '#shared/format/columns.ts'
import { yearColumns } from '#shared/format/form-and-year.ts'
import type { Table } from '#shared/format/schema.ts'
import type { PlanContent, TableTotals } from '#shared/plan/content.ts'
import { type Group, groupsOf } from '#shared/plan/groups.ts'
import { onReveal } from '../reading/reveal.ts'
import { type References, useReferences } from '../table/use-references.ts'
import { type RowActions, useRowActions } from '../table/use-row-actions.ts'
import { useRows } from '../table/use-rows.ts'
import {
  columnsWithoutChoice,
  type GridView,
  type GroupedRows,
  groupRows,
  hasActuals,
  viewOf,
  visibleColumns,
} from './grid-model.ts'

export type Grid = {
  table: Table
  columns: Column[]
  groups: GroupedRows[]
  /** The groups that a line can move to. */
  targets: readonly Group[]
  totals: TableTotals | null
  references: References
  /** Null where rows are only read. */
  actions: RowActions | null
  /** A commenter has a menu as well. */
  hasMenu: boolean
  view: GridView
  setView: ((view: GridView) => void) | null
}

export function useGrid(table: Table): Grid {
  const { session, format, role } = usePlanContext()
  const rows = useRows(table.id)
  const selectGroups = useCallback(
    (content: PlanContent) => groupsOf(table, content.tables),
    [table],
  )
  const groups = useSource(session.content, selectGroups)
  const totals = useSource(session.content, (content) => content.totals[table.id] ?? null)
  const references = useReferences(table)
  const actions = useRowActions(table)
  const [view, setView] = useState<GridView>('plan')
  const ofYear = useMemo(() => yearColumns(table, format), [table, format])
  const selectEmpty = useCallback(
    (content: PlanContent) => columnsWithoutChoice(table, content.tables),
    [table],
  )
  const withoutChoice = useSource(session.content, selectEmpty)
  const columns = useMemo(
    () => visibleColumns(table, view, ofYear).filter(({ id }) => !withoutChoice.includes(id)),
    [table, view, ofYear, withoutChoice],
  )
  const grouped = useMemo(
    () => groupRows(rows, groups, table.groups !== undefined),
    [rows, groups, table],
  )
  useEffect(
    () =>
      onReveal((target) => {
        if (target.table === table.id && target.column !== undefined && hasActuals(table, ofYear))
          setView((now) =>
            visibleColumns(table, now, ofYear).some((column) => column.id === target.column)
              ? now
              : viewOf(target.column ?? '', ofYear),
          )
      }),
    [table, ofYear],
  )
  return {
    table,
    columns,
    groups: grouped,
    targets: groups,
    totals,
    references,
    actions,
    hasMenu: can(role, 'comment'),
    view,
    setView: hasActuals(table, ofYear) ? setView : null,
  }
}
