import type { Table } from '#shared/format/schema.ts'
import { formatEuro } from '#shared/money.ts'
import type { TableTotals } from '#shared/plan/content.ts'
import type { Group } from '#shared/plan/groups.ts'
import { amountWords } from '#shared/plan/words.ts'
import type { Grid } from './use-grid.ts'
import './grid-sheet.css'

/** A sum of a column, in the unit of that column. */
export function showTotal(table: Table, columnId: string, value: number): string {
  const column = table.columns.find((candidate) => candidate.id === columnId)
  return column === undefined ? formatEuro(value) : amountWords(value, column.kind)
}

/** The number of columns that the label spans: those before the first sum. */
function labelSpan({ columns, table }: Grid): number {
  const first = columns.findIndex((column) =>
    table.totals.some((total) => total.column === column.id),
  )
  return first < 0 ? columns.length : Math.max(1, first)
}

export function GroupHeader({ grid, group }: { grid: Grid; group: Group }) {
  const span = labelSpan(grid)
  return (
    <tr className="grid__group">
      <th scope="rowgroup" colSpan={span} className="grid__group-label">
        {group.label}
      </th>
      {grid.columns.slice(span).map((column) => {
        const sum = grid.totals?.columns[column.id]?.groups[group.id]
        return (
          <td key={column.id} className="grid__sum">
            {sum === undefined ? null : showTotal(grid.table, column.id, sum)}
          </td>
        )
      })}
      {grid.hasMenu && <td />}
    </tr>
  )
}

export function TotalRow({ grid, totals }: { grid: Grid; totals: TableTotals }) {
  const span = labelSpan(grid)
  const [first] = grid.table.totals
  return (
    <tr className="grid__total">
      <th scope="row" colSpan={span} className="grid__total-label">
        {first?.label ?? 'Totaal'}
      </th>
      {grid.columns.slice(span).map((column) => {
        const total = grid.table.totals.find((candidate) => candidate.column === column.id)
        const sum = totals.columns[column.id]?.total
        return (
          <td key={column.id} className="grid__sum">
            {total !== undefined && sum !== undefined && (
              <>
                {total !== first && <span className="visually-hidden">{total.label}: </span>}
                {showTotal(grid.table, column.id, sum)}
              </>
            )}
          </td>
        )
      })}
      {grid.hasMenu && <td />}
    </tr>
  )
}
