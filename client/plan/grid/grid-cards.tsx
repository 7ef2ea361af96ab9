import { type KeyboardEvent, memo, useId, useRef } from 'react'
import { rowPlace } from '#client/sync/place.ts'
import type { Column } from '#shared/format/columns.ts'
import { TableCell } from '../cells/table-cell.tsx'
import { rowKeys } from '../table/use-row-keys.ts'
import { AddLine } from './add-line.tsx'
import { moveInGrid } from './grid-focus.ts'
import { isNumeric } from './grid-model.ts'
import { showTotal } from './grid-totals.tsx'
import type { GridRowProps } from './line-menu.tsx'
import { LineMenu, lineName } from './line-menu.tsx'
import type { Grid } from './use-grid.ts'
import '../cells/cell.css'
import './grid-cards.css'

/** The same rows on a phone, or zoomed in: a card for each line, with the label above each cell. */
export function GridCards({ grid, headingId }: { grid: Grid; headingId: string }) {
  const { table, actions, totals } = grid
  const container = useRef<HTMLDivElement>(null)
  const id = useId()
  const [main] = table.totals
  const keys =
    actions === null
      ? {}
      : {
          onKeyDownCapture: rowKeys(actions),
          onKeyDown: (event: KeyboardEvent) => moveInGrid(event, container.current),
        }
  return (
    <div className="tabular" ref={container} {...keys}>
      {grid.groups.map(({ group, rows }) => (
        <div key={group?.id ?? ''} className="lines__group">
          {group !== null && (
            <div className="lines__group-head">
              <h4 id={`${id}-${group.id}`}>{group.label}</h4>
              {main !== undefined && totals !== null && (
                <span>
                  {showTotal(
                    table,
                    main.column,
                    totals.columns[main.column]?.groups[group.id] ?? 0,
                  )}
                </span>
              )}
            </div>
          )}
          {rows.length > 0 && (
            <ul
              className="lines__list"
              aria-labelledby={group === null ? headingId : `${id}-${group.id}`}
            >
              {rows.map((row) => (
                <LineCard
                  key={row.id}
                  table={table}
                  columns={grid.columns}
                  row={row}
                  group={group}
                  targets={grid.targets}
                  references={grid.references}
                  actions={actions}
                  hasMenu={grid.hasMenu}
                />
              ))}
            </ul>
          )}
          {group !== null && <AddLine grid={grid} group={group} />}
        </div>
      ))}
      {totals !== null && (
        <dl className="lines__totals">
          {table.totals
            .filter((total) => grid.columns.some((column) => column.id === total.column))
            .map((total) => (
              <div key={total.column}>
                <dt>{total.label}</dt>
                <dd>{showTotal(table, total.column, totals.columns[total.column]?.total ?? 0)}</dd>
              </div>
            ))}
        </dl>
      )}
    </div>
  )
}

const LineCard = memo(function LineCard(props: GridRowProps) {
  const { table, columns, row, references, hasMenu } = props
  const name = lineName(props)
  const title = columns.find((column) => column.isTitle)
  return (
    <li
      className="line cells--stacked"
      data-row={row.id}
      data-place={rowPlace(table.id, row.id)}
      tabIndex={-1}
      aria-label={name}
    >
      <div className="line__head">
        {title !== undefined && (
          <div className="line__title" data-column={title.id}>
            <TableCell
              table={table}
              column={title}
              row={row}
              naming={{ kind: 'grid', label: title.label }}
              references={references[title.id]}
              className="cell__input--line-title"
            />
          </div>
        )}
        {hasMenu && <LineMenu {...props} name={name} />}
      </div>
      <div className="line__cells">
        {columns
          .filter((column) => column !== title)
          .map((column) => (
            <LineCell key={column.id} {...props} column={column} name={name} />
          ))}
      </div>
    </li>
  )
})

function LineCell({
  table,
  column,
  row,
  references,
  name,
}: GridRowProps & { column: Column; name: string }) {
  const labelId = useId()
  return (
    <div
      className={`line__cell${isNumeric(column) ? ' line__cell--number' : ''} cells--boxed cells--large`}
      data-column={column.id}
    >
      <div className="line__label" id={labelId}>
        {column.label}
        <span className="visually-hidden">, {name}</span>
      </div>
      <TableCell
        table={table}
        column={column}
        row={row}
        naming={{ kind: 'card', labelId }}
        references={references[column.id]}
        className="cell__input--boxed"
      />
    </div>
  )
}
