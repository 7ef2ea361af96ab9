import { Plus } from 'lucide-react'
import { useId } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { can } from '#shared/access.ts'
import type { Table } from '#shared/format/schema.ts'
import { useGradually } from '../reading/use-gradually.ts'
import { TableHead } from '../table/table-head.tsx'
import { TableProblems } from '../table/table-problems.tsx'
import { useReferences } from '../table/use-references.ts'
import { useRemovedRows } from '../table/use-removed-rows.ts'
import { addPlace, capital, useRowActions } from '../table/use-row-actions.ts'
import { rowKeys } from '../table/use-row-keys.ts'
import { useRows } from '../table/use-rows.ts'
import { RowCard } from './row-card.tsx'
import '../table/block.css'
import './card-table.css'
import '#client/ui/button.css'

/** The most cards that are in view at once. */
const firstCards = 2

/** A table whose rows hold much text: themes, people, activities. */
export function CardTable({ table }: { table: Table }) {
  const { role } = usePlanContext()
  const rows = useRows(table.id)
  const drawn = useGradually(rows.length, firstCards)
  const references = useReferences(table)
  const actions = useRowActions(table)
  const headingId = useId()
  useRemovedRows(table)
  const List = table.numbering === undefined ? 'ul' : 'ol'
  return (
    <div data-table={table.id}>
      <TableHead table={table} id={headingId} />
      {rows.length === 0 && (
        <p className="block__empty">
          Nog geen {table.item.many}.
          {actions !== null
            ? ` Voeg ${table.item.article ?? 'de'} eerste ${table.item.one} toe.`
            : ''}
        </p>
      )}
      <List
        className="cards__list"
        aria-labelledby={headingId}
        aria-busy={drawn < rows.length}
        {...(actions === null ? {} : { onKeyDownCapture: rowKeys(actions) })}
      >
        {rows.slice(0, drawn).map((row, index) => (
          <RowCard
            key={row.id}
            table={table}
            row={row}
            index={index}
            references={references}
            actions={actions}
            hasMenu={can(role, 'comment')}
          />
        ))}
      </List>
      {actions !== null && (
        <button
          type="button"
          className="button cards__add"
          data-place={addPlace(table.id)}
          onClick={() => actions.add({})}
        >
          <Plus className="icon" aria-hidden="true" />
          {capital(table.item.one)} toevoegen
        </button>
      )}
      <TableProblems tableId={table.id} />
    </div>
  )
}
