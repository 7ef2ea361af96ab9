import { memo, useId } from 'react'
import { rowPlace } from '#client/sync/place.ts'
import { type ByColumnKind, byColumnKind } from '#shared/format/columns.ts'
import type { Table } from '#shared/format/schema.ts'
import type { Row } from '#shared/plan/content.ts'
import { titleOf } from '#shared/plan/row-title.ts'
import { TableCell } from '../cells/table-cell.tsx'
import { RowMenu } from '../table/row-menu.tsx'
import type { References } from '../table/use-references.ts'
import { capital, type RowActions } from '../table/use-row-actions.ts'
import { CardField } from './card-field.tsx'
import { PersonLink } from './person-link.tsx'
import './row-card.css'
import '../cells/cell.css'

type RowCardProps = {
  table: Table
  row: Row
  index: number
  references: References
  actions: RowActions | null
  hasMenu: boolean
}

export const RowCard = memo(function RowCard({
  table,
  row,
  index,
  references,
  actions,
  hasMenu,
}: RowCardProps) {
  const id = useId()
  const title = table.columns.find((column) => column.isTitle)
  const number = table.numbering?.replaceAll('{n}', String(index + 1))
  const name = `${number ?? capital(table.item.one)} ${titleOf(table, row)}`
  const fields = table.columns.filter((column) => column !== title)
  return (
    <li
      className="card-row"
      data-row={row.id}
      data-place={rowPlace(table.id, row.id)}
      tabIndex={-1}
      aria-labelledby={`${id}-kop`}
    >
      <div className="card-row__head">
        <h4 className="card-row__number" id={`${id}-kop`}>
          <span className={number === undefined ? 'visually-hidden' : ''}>
            {number ?? capital(table.item.one)}
          </span>
          <span className="visually-hidden"> {titleOf(table, row)}</span>
        </h4>
        {title !== undefined && (
          <div className="card-row__title cells--title">
            <TableCell
              table={table}
              column={title}
              row={row}
              naming={{ kind: 'grid', label: `${title.label}, ${name}` }}
              references={references[title.id]}
              className="cell__input--title"
            />
          </div>
        )}
        {hasMenu && <RowMenu tableId={table.id} rowId={row.id} name={name} actions={actions} />}
      </div>
      <div className="card-row__fields">
        {fields.map((column) => (
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
    </li>
  )
})

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
