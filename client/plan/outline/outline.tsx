import { useCallback, useMemo } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { usePlan } from '#client/hooks/use-plans.ts'
import { useSource } from '#client/hooks/use-source.ts'
import { isEnded } from '#shared/agreement/status.ts'
import type { Section } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { sectionProgress } from '#shared/plan/filled.ts'
import { titleOf } from '#shared/plan/row-title.ts'
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
  const { planId, format, parts: invitedTo } = usePlanContext()
  const hasEnded = isEnded(usePlan(planId).data?.status ?? 'concept')
  const parts = useMemo(
    () => [
      {
        id: 'plan',
        title: 'Plan',
        sections: format.sections.filter((section) => section.part === 'plan'),
      },
      {
        id: 'execution',
        title: 'Uitvoering',
        sections: format.sections.filter((section) => section.part === 'execution'),
      },
    ],
    [format],
  )
  return (
    <nav className="outline" aria-label="Inhoud van het plan">
      {parts
        .filter((part) => part.sections.length > 0)
        .map((part) => (
          <div key={part.id} className="outline__part">
            <h2 className="outline__heading">{part.title}</h2>
            <ul className="outline__list">
              {part.sections.map((section) => (
                <SectionItem
                  key={section.id}
                  section={section}
                  number={numbers.get(section.id)}
                  isActive={section.id === activeSection}
                />
              ))}
            </ul>
          </div>
        ))}
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
  const { session } = usePlanContext()
  const select = useCallback(
    (content: PlanContent) => ({
      progress: sectionProgress(content, section),
      children: childrenOf(content, section),
    }),
    [section],
  )
  const { progress, children } = useSource(session.content, select)
  return (
    <OutlineItem section={section} number={number} progress={progress} isActive={isActive}>
      {children}
    </OutlineItem>
  )
}

/** The rows of a numbered table, such as themes, have items of their own. */
function childrenOf(content: PlanContent, section: Section): OutlineChild[] {
  return section.blocks.flatMap((block) =>
    block.kind === 'table' && block.numbering !== undefined
      ? (content.tables[block.id] ?? []).map((row, index) => ({
          table: block.id,
          row: row.id,
          number: index + 1,
          title: titleOf(block, row),
        }))
      : [],
  )
}
