import { useCallback, useMemo } from 'react'
import { attachmentCounts, hasAttachments } from '#client/hooks/attachment-counts.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { can } from '#shared/access.ts'
import type { Column } from '#shared/format/columns.ts'
import { yearColumns } from '#shared/format/form-and-year.ts'
import type { Table } from '#shared/format/schema.ts'
import type { PlanContent, TableTotals } from '#shared/plan/content.ts'
import { type Group, groupsOf } from '#shared/plan/groups.ts'
import { type References, useReferences } from '../table/use-references.ts'
import { type RowActions, useRowActions } from '../table/use-row-actions.ts'
import { useRows } from '../table/use-rows.ts'
import { columnsWithoutChoice, type GroupedRows, groupRows, visibleColumns } from './grid-model.ts'

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
}

export function useGrid(table: Table): Grid {
  const { session, format, role, sheet } = usePlanContext()
  const rows = useRows(table.id)
  const selectGroups = useCallback(
    (content: PlanContent) => groupsOf(table, content.tables),
    [table],
  )
  const groups = useSource(session.content, selectGroups)
  const totals = useSource(session.content, (content) => content.totals[table.id] ?? null)
  const references = useReferences(table)
  const actions = useRowActions(table)
  const isAttachedTo = useSource(attachmentCounts, (counts) => hasAttachments(counts, table.id))
  const ofYear = useMemo(() => yearColumns(table, format), [table, format])
  const selectEmpty = useCallback(
    (content: PlanContent) => columnsWithoutChoice(table, content.tables),
    [table],
  )
  const withoutChoice = useSource(session.content, selectEmpty)
  const columns = useMemo(
    () =>
      visibleColumns(table, sheet === 'year' ? 'actual' : 'plan', ofYear).filter(
        ({ id }) => !withoutChoice.includes(id),
      ),
    [table, sheet, ofYear, withoutChoice],
  )
  const grouped = useMemo(
    () => groupRows(rows, groups, table.groups !== undefined),
    [rows, groups, table],
  )
  return {
    table,
    columns,
    groups: grouped,
    targets: groups,
    totals,
    references,
    actions,
    hasMenu: can(role, 'comment') || isAttachedTo,
  }
}
