import { memo } from 'react'
import type { Column } from '#shared/format/columns.ts'
import type { Table } from '#shared/format/schema.ts'
import type { Row } from '#shared/plan/content.ts'
import type { Group } from '#shared/plan/groups.ts'
import { TableCell } from '../cells/table-cell.tsx'
import { rowPlace } from '../place.ts'
import type { References } from '../use-references.ts'
import type { RowActions } from '../use-row-actions.ts'
import { isNumeric } from './grid-model.ts'
import { LineMenu, lineName } from './line-menu.tsx'

export type GridRowProps = {
  table: Table
  columns: readonly Column[]
  row: Row
  group: Group | null
  targets: readonly Group[]
  references: References
  actions: RowActions
  canWrite: boolean
}

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { table, columns, row, references, canWrite } = props
  const name = lineName(props)
  return (
    <tr className="grid__row" data-row={row.id} data-place={rowPlace(table.id, row.id)}>
      {columns.map((column) => {
        const Cell = column.isTitle ? 'th' : 'td'
        const label = column.isTitle ? column.label : `${column.label}, ${name}`
        return (
          <Cell key={column.id} scope={column.isTitle ? 'row' : undefined} className={isNumeric(column) ? 'grid__cell grid__cell--number' : 'grid__cell'}>
            <TableCell table={table} column={column} row={row} naming={{ kind: 'grid', label }} references={references[column.id]} />
          </Cell>
        )
      })}
      {canWrite && (
        <td className="grid__cell grid__cell--menu">
          <LineMenu {...props} name={name} />
        </td>
      )}
    </tr>
  )
})
