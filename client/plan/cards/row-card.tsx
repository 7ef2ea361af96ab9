import { ChevronRight } from 'lucide-react'
import { memo, useId } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { rowPlace } from '#client/sync/place.ts'
import { Avatar } from '#client/ui/avatar.tsx'
import { DisciplineSchema } from '#shared/disciplines.ts'
import type { Table } from '#shared/format/schema.ts'
import type { Row } from '#shared/plan/content.ts'
import { type Group, otherGroup } from '#shared/plan/groups.ts'
import type { Fact } from '#shared/plan/row-summary.ts'
import { titleOf } from '#shared/plan/row-title.ts'
import { initialsAmong } from '#shared/text/initials.ts'
import { TableCell } from '../cells/table-cell.tsx'
import { useFold } from '../reading/folding.ts'
import { RowMenu } from '../table/row-menu.tsx'
import type { References } from '../table/use-references.ts'
import { capital, type RowActions } from '../table/use-row-actions.ts'
import { CardBody } from './card-body.tsx'
import { CardFacts } from './card-facts.tsx'
import { CardMarks } from './card-marks.tsx'
import './row-card.css'
import '../cells/cell.css'
import '../table/row-menu.css'

type RowCardProps = {
  table: Table
  row: Row
  index: number
  facts: readonly Fact[]
  groups: readonly Group[]
  /** The column that somebody went to; null for none of this row. */
  askedColumn: string | null
  references: References
  actions: RowActions | null
  hasMenu: boolean
}

/** One row: a line that says what matters, and its fields below that once it is open. */
export const RowCard = memo(function RowCard({
  table,
  row,
  index,
  facts,
  groups,
  askedColumn,
  references,
  actions,
  hasMenu,
}: RowCardProps) {
  const { planId } = usePlanContext()
  const id = useId()
  const place = rowPlace(table.id, row.id)
  const [isOpen, setOpen] = useFold(planId, place)
  const column = table.columns.find(({ isTitle }) => isTitle)
  const title = titleOf(table, row)
  const number = table.numbering?.replaceAll('{n}', String(index + 1))
  const name = `${number ?? capital(table.item.one)} ${title}`
  // Below the name of its group, or of its table.
  const Heading = groups.length > 0 ? 'h5' : 'h4'
  const hasTitleField = isOpen && column !== undefined && actions !== null
  return (
    <li
      className={isOpen ? 'card-row card-row--open' : 'card-row'}
      data-row={row.id}
      data-place={place}
      tabIndex={-1}
      aria-labelledby={`${id}-kop`}
    >
      <div className="card-row__head row-menu-slot">
        <Heading
          className={hasTitleField ? 'card-row__name card-row__name--beside' : 'card-row__name'}
        >
          <button
            type="button"
            className={
              number === undefined && table.id !== 'people'
                ? 'card-row__toggle card-row__toggle--close'
                : 'card-row__toggle'
            }
            aria-expanded={isOpen}
            aria-controls={isOpen ? `${id}-inhoud` : undefined}
            onClick={() => setOpen(!isOpen)}
          >
            <ChevronRight className="card-row__caret" size={16} aria-hidden="true" />
            <span id={`${id}-kop`} className="card-row__label">
              <Lead table={table} row={row} index={index} number={number} />
              <span
                className={hasTitleField ? 'visually-hidden' : 'card-row__title'}
                data-layout={table.numbering === undefined ? undefined : 'numbered'}
              >
                {title}
              </span>
            </span>
            {!isOpen && <CardFacts facts={facts} />}
          </button>
        </Heading>
        {hasTitleField && (
          <div className="card-row__title-field">
            <TableCell
              table={table}
              column={column}
              row={row}
              naming={{ kind: 'grid', label: `${column.label}, ${name}` }}
              references={references[column.id]}
              className="cell__input--title"
            />
          </div>
        )}
        <CardMarks place={place} tableId={table.id} rowId={row.id} />
        {hasMenu && (
          <RowMenu
            tableId={table.id}
            rowId={row.id}
            name={name}
            actions={actions}
            groups={groups.filter(({ id: group }) => group !== otherGroup)}
          />
        )}
      </div>
      {isOpen && (
        <CardBody
          id={`${id}-inhoud`}
          table={table}
          row={row}
          name={name}
          askedColumn={askedColumn}
          references={references}
        />
      )}
    </li>
  )
})

type LeadProps = { table: Table; row: Row; index: number; number: string | undefined }

/** The number of a row, or the initials of a person. */
function Lead({ table, row, index, number }: LeadProps) {
  if (number !== undefined)
    return (
      <>
        <span className="card-row__number" aria-hidden="true">
          {index + 1}
        </span>
        <span className="visually-hidden">{number} </span>
      </>
    )
  return (
    <>
      {table.id === 'people' && <PersonMark table={table} row={row} />}
      <span className="visually-hidden">{capital(table.item.one)} </span>
    </>
  )
}

function PersonMark({ table, row }: Pick<LeadProps, 'table' | 'row'>) {
  const { session } = usePlanContext()
  const name = titleOf(table, row)
  const initials = useSource(session.content, ({ tables }) =>
    initialsAmong((tables[table.id] ?? []).map((other) => titleOf(table, other))).get(name),
  )
  return (
    <Avatar
      name={name}
      initials={initials}
      discipline={DisciplineSchema.safeParse(row['discipline']).data ?? null}
      size="small"
      isDecorative
    />
  )
}
