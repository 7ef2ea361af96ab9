import {
  type CSSProperties,
  type KeyboardEvent,
  memo,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react'
import type { Column } from '#shared/format/columns.ts'
import { rowKeys } from '../table/use-row-keys.ts'
import { AddLine } from './add-line.tsx'
import { moveInGrid } from './grid-focus.ts'
import { columnWidth, type GroupedRows, isNumeric, minimumWidth } from './grid-model.ts'
import { GroupHeader, TotalRow } from './grid-totals.tsx'
import { useCellRange } from './use-cell-range.ts'
import type { Grid } from './use-grid.ts'
import './grid-sheet.css'
import { rowPlace } from '#client/sync/place.ts'
import { TableCell } from '../cells/table-cell.tsx'
import { type GridRowProps, LineMenu, lineName } from './line-menu.tsx'
import '../table/row-menu.css'
import './scroll-area.css'

/** The rows as a real table: headers that a screen reader can name, cells that are inputs. */
export function GridSheet({ grid, headingId }: { grid: Grid; headingId: string }) {
  const { columns, actions } = grid
  const table = useRef<HTMLTableElement>(null)
  const keys =
    actions === null
      ? {}
      : {
          onKeyDownCapture: rowKeys(actions),
          onKeyDown: (event: KeyboardEvent<HTMLTableElement>) => moveInGrid(event, table.current),
        }
  useCellRange(table, grid.table)
  return (
    <ScrollArea labelledBy={headingId}>
      <table
        ref={table}
        className="grid tabular"
        aria-labelledby={headingId}
        style={{ '--grid-min': `${minimumWidth(columns)}rem` } as CSSProperties}
        {...keys}
      >
        <ColumnWidths columns={columns} hasMenu={grid.hasMenu} />
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={isNumeric(column) ? 'grid__head grid__head--number' : 'grid__head'}
                title={column.hint}
              >
                {column.label.charAt(0).toLocaleUpperCase('nl-NL') + column.label.slice(1)}
              </th>
            ))}
            {grid.hasMenu && (
              <th scope="col" className="grid__head">
                <span className="visually-hidden">Acties</span>
              </th>
            )}
          </tr>
        </thead>
        {grid.groups.map((grouped) => (
          <SheetGroup key={grouped.group?.id ?? ''} grid={grid} grouped={grouped} />
        ))}
        {grid.totals !== null && (
          <tfoot>
            <TotalRow grid={grid} totals={grid.totals} />
          </tfoot>
        )}
      </table>
    </ScrollArea>
  )
}

function SheetGroup({ grid, grouped }: { grid: Grid; grouped: GroupedRows }) {
  const { group, rows } = grouped
  const { columns, actions } = grid
  return (
    <tbody>
      {group !== null && <GroupHeader grid={grid} group={group} />}
      {rows.map((row) => (
        <GridRow
          key={row.id}
          table={grid.table}
          columns={columns}
          row={row}
          group={group}
          targets={grid.targets}
          references={grid.references}
          actions={grid.actions}
          hasMenu={grid.hasMenu}
        />
      ))}
      {group !== null && actions !== null && (
        <tr className="grid__add">
          <td colSpan={columns.length + 1}>
            <AddLine grid={grid} group={group} />
          </td>
        </tr>
      )}
    </tbody>
  )
}

/** In lengths, not percents: the fixed table layout does not accept a sum of both. */
function ColumnWidths({ columns, hasMenu }: { columns: readonly Column[]; hasMenu: boolean }) {
  const widths = columns.map((column) => columnWidth(column))
  const fixed = widths.reduce(
    (sum, width) => sum + ('rem' in width ? width.rem : 0),
    hasMenu ? 2 : 0,
  )
  const shares = widths.reduce((sum, width) => sum + ('share' in width ? width.share : 0), 0)
  return (
    <colgroup>
      {columns.map((column, index) => {
        const width = widths[index]
        const value =
          width === undefined
            ? undefined
            : 'rem' in width
              ? `${width.rem}rem`
              : `calc((max(100cqw, ${minimumWidth(columns)}rem) - ${fixed}rem) * ${(width.share / shares).toFixed(4)})`
        return <col key={column.id} style={{ width: value }} />
      })}
      {hasMenu && <col style={{ width: '2rem' }} />}
    </colgroup>
  )
}

const GridRow = memo(function GridRow(props: GridRowProps) {
  const { table, columns, row, references, hasMenu } = props
  const name = lineName(props)
  return (
    <tr className="grid__row" data-row={row.id} data-place={rowPlace(table.id, row.id)}>
      {columns.map((column) => {
        const Cell = column.isTitle ? 'th' : 'td'
        const label = column.isTitle ? column.label : `${column.label}, ${name}`
        return (
          <Cell
            key={column.id}
            scope={column.isTitle ? 'row' : undefined}
            className="grid__cell"
            data-column={column.id}
          >
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

/**
 * Scrolls sideways where it must, and only then takes the focus, so that the arrow keys can scroll it. A group, not a region:
 * with the name of its table it would be a second landmark for the same section.
 */
function ScrollArea({ labelledBy, children }: { labelledBy: string; children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null)
  const [overflows, setOverflows] = useState(false)
  useEffect(() => {
    const element = ref.current
    if (element === null) return
    const observer = new ResizeObserver(() =>
      setOverflows(element.scrollWidth > element.clientWidth + 1),
    )
    observer.observe(element)
    for (const child of element.children) observer.observe(child)
    return () => observer.disconnect()
  }, [])
  return (
    <div
      ref={ref}
      className="scroll-area"
      {...(overflows ? { role: 'group', tabIndex: 0, 'aria-labelledby': labelledBy } : {})}
    >
      {children}
    </div>
  )
}
