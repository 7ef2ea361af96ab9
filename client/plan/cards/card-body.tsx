import { useCallback, useRef, useState } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { cellPlace } from '#client/sync/place.ts'
import { can } from '#shared/access.ts'
import { type ByColumnKind, byColumnKind, type Column } from '#shared/format/columns.ts'
import type { Table } from '#shared/format/schema.ts'
import type { PlanContent, Row } from '#shared/plan/content.ts'
import { isFilledCell } from '#shared/plan/filled.ts'
import { rowOf } from '#shared/plan/row-places.ts'
import { summaryParts } from '#shared/plan/row-summary.ts'
import { titleOf } from '#shared/plan/row-title.ts'
import { sortNameColumn, sortNameOf } from '#shared/plan/sort-name.ts'
import { bareLabel } from '#shared/plan/words.ts'
import { focusPlaceSoon } from '../focus/focus.ts'
import type { References } from '../table/use-references.ts'
import { CardField } from './card-field.tsx'
import { PersonLink } from './person-link.tsx'
import './card-body.css'

type CardBodyProps = {
  id: string
  table: Table
  row: Row
  /** "Thema 1: Veilig thuis". */
  name: string
  /** The column that somebody went to, which is shown although it is empty. */
  askedColumn: string | null
  references: References
}

/** The fields of an open row: those that are filled or that its form asks, and the names of the others. */
export function CardBody({ id, table, row, name, askedColumn, references }: CardBodyProps) {
  const { session, role } = usePlanContext()
  const filled = useSource(
    session.content,
    useCallback(
      ({ tables }: PlanContent) => filledColumns(table, rowOf(tables[table.id], row.id)),
      [table, row.id],
    ),
  )
  const [chosen, setChosen] = useState<readonly string[]>([])
  // A field that is emptied stays as long as its card is open: the caret may be in it.
  const seen = useRef(new Set<string>())
  for (const column of filled) seen.current.add(column)
  const asked = asksOf(table)
  const isShown = ({ id: column }: Column) =>
    seen.current.has(column) ||
    chosen.includes(column) ||
    column === askedColumn ||
    (asked.includes(column) && can(role, 'write'))
  const fields = table.columns.filter((column) => !column.isTitle && isAsked(column, row, table))
  const shown = fields.filter(isShown)
  const left = can(role, 'comment') ? fields.filter((column) => !isShown(column)) : []
  return (
    <div className="card-body" id={id}>
      <div className="card-body__fields">
        {shown.map((column) => (
          <CardField
            key={column.id}
            table={table}
            column={column}
            row={row}
            rowName={name}
            references={references[column.id]}
            isWide={byColumnKind(isWide, column)}
          />
        ))}
      </div>
      {table.id === 'people' && <PersonLink rowId={row.id} rowName={titleOf(table, row)} />}
      {left.length > 0 && (
        <div className="card-body__left screen-only">
          <span>Nog leeg:</span>
          {left.map((column) => (
            <button
              key={column.id}
              type="button"
              className="card-body__add"
              onClick={() => {
                setChosen((before) => [...before, column.id])
                focusPlaceSoon([cellPlace(table.id, row.id, column.id)])
              }}
            >
              {bareLabel(column.label)}
              <span className="visually-hidden"> van {name} invullen</span>
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

function filledColumns(table: Table, row: Row | undefined): string[] {
  return table.columns.flatMap(({ id }) => (isFilledCell(row?.[id]) ? [id] : []))
}

/** The columns that a card asks for: those of its form's own choice, or those of its summary and its texts. */
function asksOf(table: Table): readonly string[] {
  if (table.asks !== undefined) return table.asks
  const summary = summaryParts(table).flatMap(({ columns }) => columns.map(({ id }) => id))
  const [text, second] = table.columns.filter(({ kind }) => kind === 'richText')
  return [
    ...summary,
    ...[text, second].flatMap((column) =>
      column === undefined || table.id === 'people' || column.id === 'securing' ? [] : [column.id],
    ),
  ]
}

/** The name in an alphabetical list is computed; it is shown only where somebody wrote another one. */
function isAsked(column: Column, row: Row, table: Table): boolean {
  if (column.id !== sortNameColumn) return true
  const given = row[sortNameColumn]
  return typeof given === 'string' && given !== '' && given !== sortNameOf(titleOf(table, row))
}

const narrow = () => false

/** Whether a field takes the whole width of a card. */
const isWide: ByColumnKind<boolean> = {
  line: ({ width }) => width >= 2,
  richText: () => true,
  choice: narrow,
  date: narrow,
  count: narrow,
  quantity: narrow,
  money: narrow,
  reference: narrow,
  computed: narrow,
}
