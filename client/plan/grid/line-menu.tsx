import { type ByColumnKind, byColumnKind, type Column } from '#shared/format/columns.ts'
import type { Table } from '#shared/format/schema.ts'
import { isAmountRow, productColumn } from '#shared/plan/computed.ts'
import type { Row } from '#shared/plan/content.ts'
import type { Group } from '#shared/plan/groups.ts'
import { otherGroup } from '#shared/plan/groups.ts'
import { titleOf } from '#shared/plan/row-title.ts'
import { optionLabel } from '#shared/plan/words.ts'
import { referenceLabel } from '../cells/references.ts'
import { RowMenu } from '../table/row-menu.tsx'
import type { References } from '../table/use-references.ts'
import type { RowActions } from '../table/use-row-actions.ts'

export type GridRowProps = {
  table: Table
  columns: readonly Column[]
  row: Row
  group: Group | null
  targets: readonly Group[]
  references: References
  actions: RowActions | null
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

/** The name of a line: its title cell, in words if that is a choice or a reference. */
export function lineName({ table, row, references }: Line): string {
  const column = table.columns.find((candidate) => candidate.isTitle)
  const value = column === undefined ? undefined : row[column.id]
  if (typeof value !== 'string' || column === undefined) return titleOf(table, row)
  return byColumnKind(names, column, value, { table, row, references })
}

type Line = Pick<GridRowProps, 'table' | 'row' | 'references'>
const asTitled = (_: unknown, __: string, { table, row }: Line) => titleOf(table, row)

const names: ByColumnKind<string, [value: string, line: Line]> = {
  line: asTitled,
  richText: asTitled,
  choice: ({ options }, value) => optionLabel(options, value),
  date: asTitled,
  count: asTitled,
  quantity: asTitled,
  money: asTitled,
  reference: ({ id }, value, { table, references }) =>
    referenceLabel(references[id] ?? [], value) ?? table.item.one,
  computed: asTitled,
}
