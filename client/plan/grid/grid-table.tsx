import { useId } from 'react'
import type { Table } from '#shared/format/schema.ts'
import { TableHead } from '../table/table-head.tsx'
import { TableProblems } from '../table/table-problems.tsx'
import { useRemovedRows } from '../table/use-removed-rows.ts'
import { useIsNarrow } from '../use-is-narrow.ts'
import { AddLine } from './add-line.tsx'
import { GridCards } from './grid-cards.tsx'
import { GridSheet } from './grid-sheet.tsx'
import { UncountedRows } from './uncounted-rows.tsx'
import { useGrid } from './use-grid.ts'
import '../table/block.css'
import './grid-table.css'

/** Rows of short cells: budget, income, hours, contacts. A sheet on a desk, a card for each line on a phone. */
export function GridTable({ table }: { table: Table }) {
  const grid = useGrid(table)
  const headingId = useId()
  const isNarrow = useIsNarrow()
  useRemovedRows(table)
  const isEmpty = grid.groups.every(({ rows }) => rows.length === 0)
  const showsSheet = !isEmpty || table.groups !== undefined
  return (
    <div className="grid-block" data-table={table.id}>
      <TableHead table={table} id={headingId} />
      {isEmpty && <p className="block__empty">Nog geen {table.item.many}.</p>}
      {showsSheet &&
        (isNarrow ? (
          <GridCards grid={grid} headingId={headingId} />
        ) : (
          <GridSheet grid={grid} headingId={headingId} />
        ))}
      <UncountedRows table={table} />
      {table.groups === undefined && <AddLine grid={grid} group={null} />}
      <TableProblems tableId={table.id} />
    </div>
  )
}
