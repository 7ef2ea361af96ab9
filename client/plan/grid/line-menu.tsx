import type { Column } from '#shared/format/columns.ts'
import type { Table } from '#shared/format/schema.ts'
import { isAmountRow, productColumn } from '#shared/plan/computed.ts'
import type { Row } from '#shared/plan/content.ts'
import type { Group } from '#shared/plan/groups.ts'
import { otherGroup } from '#shared/plan/groups.ts'
import { titleOf } from '#shared/plan/problems.ts'
import { referenceLabel } from '../cells/references.ts'
import { RowMenu } from '../row-menu.tsx'
import type { References } from '../use-references.ts'
import type { RowActions } from '../use-row-actions.ts'

export type GridRowProps = {
  table: Table
  columns: readonly Column[]
  row: Row
  group: Group | null
  targets: readonly Group[]
  references: References
  actions: RowActions
  hasMenu: boolean
}

export function LineMenu({
  table,
  row,
  group,
  targets,
  actions,
  name,
}: GridRowProps & { name: string }) {
  const others = targets.filter((target) => target.id !== group?.id && target.id !== otherGroup)
  const canTurn = productColumn(table) !== undefined && group !== null
  return (
    <RowMenu
      tableId={table.id}
      rowId={row.id}
      name={name}
      actions={actions}
      groups={others}
      turnInto={canTurn ? (isAmountRow(table, row) ? 'rate' : 'amount') : undefined}
    />
  )
}

/** By what a line is known: its title cell, in words also where that is a choice or a reference. */
export function lineName({
  table,
  row,
  references,
}: Pick<GridRowProps, 'table' | 'row' | 'references'>): string {
  const column = table.columns.find((candidate) => candidate.isTitle)
  const value = column === undefined ? undefined : row[column.id]
  if (typeof value !== 'string' || column === undefined) return titleOf(table, row)
  if (column.kind === 'reference')
    return referenceLabel(references[column.id] ?? [], value) ?? table.item.one
  if (column.kind === 'choice')
    return column.options.find((option) => option.id === value)?.label ?? value
  return titleOf(table, row)
}
