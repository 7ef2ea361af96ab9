import type { ReactNode } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { tablePlace } from '#client/sync/place.ts'
import type { Table } from '#shared/format/schema.ts'
import { BlockMark } from '../blocks/ours-mark.tsx'
import '../table/block.css'
import './table-head.css'

/** Name and help of a table. Without a printed label only screen readers get the name. */
export function TableHead({
  table,
  id,
  count,
  children,
}: {
  table: Table
  id: string
  /** The number of rows in words. */
  count?: string
  children?: ReactNode
}) {
  const { edit } = usePlanContext()
  return (
    <div className="table-head">
      <div className="table-head__text">
        <h3
          className={table.label === undefined ? 'visually-hidden' : 'block__title'}
          id={id}
          data-place={tablePlace(table.id)}
          tabIndex={-1}
        >
          {table.label ?? table.item.many}
        </h3>
        {count !== undefined && <span className="table-head__count">{count}</span>}
        <BlockMark block={table.id} />
        {table.hint !== undefined && edit !== null && <p className="block__hint">{table.hint}</p>}
      </div>
      {children}
    </div>
  )
}
