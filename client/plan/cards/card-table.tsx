import { type CSSProperties, Fragment, useCallback, useEffect, useId, useState } from 'react'
import { attachmentCounts, hasAttachments } from '#client/hooks/attachment-counts.ts'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { useSettings } from '#client/settings.ts'
import { rowPlace } from '#client/sync/place.ts'
import { can } from '#shared/access.ts'
import { counted } from '#shared/counted.ts'
import { articleOf } from '#shared/format/article.ts'
import type { Table } from '#shared/format/schema.ts'
import type { PlanContent, Row } from '#shared/plan/content.ts'
import { type Fact, factsOf } from '#shared/plan/row-summary.ts'
import { setOpen, useOpenCountOf } from '../reading/folding.ts'
import { onReveal } from '../reading/reveal.ts'
import { useGradually } from '../reading/use-gradually.ts'
import { groupIn, type RowGroups, rowGroupsOf } from '../table/row-groups.ts'
import { TableHead } from '../table/table-head.tsx'
import { TableProblems } from '../table/table-problems.tsx'
import { useReferences } from '../table/use-references.ts'
import { useRemovedRows } from '../table/use-removed-rows.ts'
import { addPlace, capital, useRowActions } from '../table/use-row-actions.ts'
import { rowKeys } from '../table/use-row-keys.ts'
import { useRows } from '../table/use-rows.ts'
import { factColumns } from './card-facts.tsx'
import { RowCard } from './row-card.tsx'
import '../table/block.css'
import '../table/table-head.css'
import './card-table.css'

/** The most cards that are in view at once. */
const firstCards = 4

/** A table whose rows hold much text (themes, people, activities): a line for each row, which opens in its place. */
export function CardTable({ table }: { table: Table }) {
  const { session, format, role } = usePlanContext()
  const rows = useRows(table.id)
  const references = useReferences(table)
  const actions = useRowActions(table)
  const headingId = useId()
  const asked = useAskedField(table)
  const groups = useSource(
    session.content,
    useCallback(
      (content: PlanContent) => rowGroupsOf(table, format, content.tables),
      [table, format],
    ),
  )
  const { dates } = useSettings()
  const facts = useSource(
    session.content,
    useCallback(
      (content: PlanContent): Record<string, Fact[]> =>
        Object.fromEntries(
          (content.tables[table.id] ?? []).map((row) => [
            row.id,
            factsOf(table, row, { content, format, dates }),
          ]),
        ),
      [table, format, dates],
    ),
  )
  const isAttachedTo = useSource(attachmentCounts, (counts) => hasAttachments(counts, table.id))
  useRemovedRows(table)
  const runs = runsOf(rows, groups)
  const drawn = useGradually(rows.length, firstCards)
  let left = drawn
  const List = table.numbering === undefined ? 'ul' : 'ol'
  const columns = factColumns(Object.values(facts)[0] ?? [])
  return (
    <div data-table={table.id}>
      <TableHead
        table={table}
        id={headingId}
        {...(rows.length === 0
          ? {}
          : { count: counted(rows.length, table.item.one, table.item.many) })}
      >
        <span className="table-head__actions">
          {rows.length > 0 && <FoldAll table={table} rows={rows} />}
          {actions !== null && (
            <button
              type="button"
              className="table-head__action"
              data-place={addPlace(table.id)}
              onClick={() => actions.add({})}
            >
              {capital(table.item.one)} toevoegen
            </button>
          )}
        </span>
      </TableHead>
      {rows.length === 0 && (
        <p className="block__empty">
          Nog geen {table.item.many}.
          {actions !== null ? ` Voeg ${articleOf(table.item)} eerste ${table.item.one} toe.` : ''}
        </p>
      )}
      {rows.length > 0 && (
        <div
          className="cards"
          aria-busy={drawn < rows.length}
          style={{ '--facts': columns } as CSSProperties}
          {...(actions === null ? {} : { onKeyDownCapture: rowKeys(actions) })}
        >
          {runs.map(({ id, label, rows: ofGroup }) => {
            const shown = ofGroup.slice(0, left)
            left -= shown.length
            const groupId = `${headingId}-${id}`
            return (
              <Fragment key={id}>
                {label !== null && (
                  <h4 className="cards__group" id={groupId}>
                    {label}
                  </h4>
                )}
                {shown.length > 0 && (
                  <List
                    className="cards__list"
                    aria-labelledby={label === null ? headingId : `${headingId} ${groupId}`}
                  >
                    {shown.map((row) => (
                      <RowCard
                        key={row.id}
                        table={table}
                        row={row}
                        index={rows.indexOf(row)}
                        facts={facts[row.id] ?? noFacts}
                        groups={groups.groups}
                        askedColumn={asked?.row === row.id ? asked.column : null}
                        references={references}
                        actions={actions}
                        hasMenu={can(role, 'comment') || isAttachedTo}
                      />
                    ))}
                  </List>
                )}
              </Fragment>
            )
          })}
        </div>
      )}
      <TableProblems tableId={table.id} />
    </div>
  )
}

const noFacts: readonly Fact[] = []

type Run = { id: string; label: string | null; rows: Row[] }

/** The rows in the order of their groups; a group without rows has no heading. */
function runsOf(rows: readonly Row[], groups: RowGroups): Run[] {
  if (groups.groups.length === 0) return [{ id: 'all', label: null, rows: [...rows] }]
  return groups.groups
    .map(({ id, label }) => ({
      id,
      label,
      rows: rows.filter((row) => groupIn(groups, row) === id),
    }))
    .filter((run) => run.rows.length > 0)
}

/** The field of this table that somebody went to: its card opens, and shows it although it is empty. */
function useAskedField(table: Table): { row: string; column: string } | null {
  const { planId } = usePlanContext()
  const [asked, setAsked] = useState<{ row: string; column: string } | null>(null)
  useEffect(
    () =>
      onReveal((target) => {
        if (target.table !== table.id || target.row === undefined) return
        setOpen(planId, [rowPlace(table.id, target.row)], true)
        if (target.column !== undefined) setAsked({ row: target.row, column: target.column })
      }),
    [planId, table.id],
  )
  return asked
}

function FoldAll({ table, rows }: { table: Table; rows: readonly Row[] }) {
  const { planId } = usePlanContext()
  const names = rows.map((row) => rowPlace(table.id, row.id))
  const areOpen = useOpenCountOf(planId, names) === names.length
  return (
    <button
      type="button"
      className="table-head__action table-head__action--quiet screen-only"
      onClick={() => setOpen(planId, names, !areOpen)}
    >
      {areOpen ? 'Alles sluiten' : 'Alles openen'}
      <span className="visually-hidden"> van {table.label ?? table.item.many}</span>
    </button>
  )
}
