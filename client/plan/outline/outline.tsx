import { useCallback } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { usePlan } from '#client/hooks/use-plans.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { isEnded } from '#shared/agreement/status.ts'
import { isReference } from '#shared/format/columns.ts'
import type { Format, Section } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { sectionProgress } from '#shared/plan/filled.ts'
import { titleOf } from '#shared/plan/row-title.ts'
import { sheetOf } from '../sheets.ts'
import { groupIn, rowGroupsOf } from '../table/row-groups.ts'
import { type OutlineChild, OutlineItem } from './outline-item.tsx'
import { ProblemsList } from './problems-list.tsx'
import './outline.css'

type OutlineProps = {
  numbers: ReadonlyMap<string, string>
  activeSection: string | null
  /** A version, a day or a comparison is shown in the place of the plan. */
  isFrozen: boolean
}

export function Outline({ numbers, activeSection, isFrozen }: OutlineProps) {
  const { planId, format, sheet, parts: invitedTo } = usePlanContext()
  const hasEnded = isEnded(usePlan(planId).data?.status ?? 'concept')
  const { label, sections } = sheetOf(format, sheet)
  return (
    <nav className="outline" aria-label="Inhoud van het plan">
      <h2 className="outline__heading">{label}</h2>
      <ul className="outline__list">
        {sections.map((section) => (
          <SectionItem
            key={section.id}
            section={section}
            number={sheet === 'plan' ? numbers.get(section.id) : undefined}
            isActive={section.id === activeSection}
          />
        ))}
      </ul>
      {/* Rules judge the current plan: a version, a past day and an ended plan have nothing left to repair. */}
      {invitedTo === null && !isFrozen && !hasEnded && <ProblemsList />}
    </nav>
  )
}

function SectionItem({
  section,
  number,
  isActive,
}: {
  section: Section
  number: string | undefined
  isActive: boolean
}) {
  const { session, format } = usePlanContext()
  const select = useCallback(
    (content: PlanContent) => ({
      progress: sectionProgress(content, section),
      children: childrenOf(content, section, format),
    }),
    [section, format],
  )
  const { progress, children } = useSource(session.content, select)
  return (
    <OutlineItem section={section} number={number} progress={progress} isActive={isActive}>
      {children}
    </OutlineItem>
  )
}

/**
 * The rows of a numbered table, such as themes, have items of their own, with the rows of the same section that are shown
 * under them, such as activities.
 */
function childrenOf(content: PlanContent, section: Section, format: Format): OutlineChild[] {
  const tables = section.blocks.filter((block) => block.kind === 'table')
  return tables.flatMap((table) => {
    if (table.numbering === undefined) return []
    const below = tables.find(({ columns }) =>
      columns.some((column) => isReference(column) && column.tables.join() === table.id),
    )
    const groups = below === undefined ? null : rowGroupsOf(below, format, content.tables)
    const rowsIn = (group: string) =>
      below === undefined || groups === null
        ? []
        : (content.tables[below.id] ?? [])
            .filter((row) => groupIn(groups, row) === group)
            .map((row) => ({ table: below.id, row: row.id, title: titleOf(below, row) }))
    const item = below?.item ?? table.item
    return (content.tables[table.id] ?? []).map((row, index) => ({
      table: table.id,
      row: row.id,
      number: index + 1,
      title: titleOf(table, row),
      rows: rowsIn(row.id),
      item,
    }))
  })
}
