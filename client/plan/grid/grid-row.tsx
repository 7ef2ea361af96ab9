import { memo } from 'react'
import { rowPlace } from '../../sync/place.ts'
import { TableCell } from '../cells/table-cell.tsx'
import { type GridRowProps, LineMenu, lineName } from './line-menu.tsx'
import './grid-sheet.css'
import '../row-menu.css'

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { table, columns, row, references, hasMenu } = props
  const name = lineName(props)
  return (
    <tr className="grid__row" data-row={row.id} data-place={rowPlace(table.id, row.id)}>
      {columns.map((column) => {
        const Cell = column.isTitle ? 'th' : 'td'
        const label = column.isTitle ? column.label : `${column.label}, ${name}`
        return (
          <Cell key={column.id} scope={column.isTitle ? 'row' : undefined} className="grid__cell">
            <TableCell
              table={table}
              column={column}
              row={row}
              naming={{ kind: 'grid', label }}
              references={references[column.id]}
            />
          </Cell>
        )
      })}
      {hasMenu && (
        <td className="grid__cell grid__cell--menu row-menu-slot">
          <LineMenu {...props} name={name} />
        </td>
      )}
    </tr>
  )
})
