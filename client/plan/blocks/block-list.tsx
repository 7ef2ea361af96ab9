import type { ReactNode } from 'react'
import { type ByBlockKind, byBlockKind } from '#shared/format/blocks.ts'
import type { Section } from '#shared/format/schema.ts'
import { CardTable } from '../cards/card-table.tsx'
import { GridTable } from '../grid/grid-table.tsx'
import { ChecklistBlock } from './checklist-block.tsx'
import { QuestionnaireBlock } from './questionnaire-block.tsx'
import { RichTextBlock } from './rich-text-block.tsx'
import { ValueBlock, type ValueBlockProps } from './value-block.tsx'
import './values.css'
import '../cells/cell.css'

/** The view of each kind of block. Consecutive single values share a grid. */
type Drawn = { isValue: boolean; element: ReactNode }

/** The blocks of a section. */
export function BlockList({ section }: { section: Section }) {
  return (
    <>
      {runsOf(section).map(({ key, isValue, elements }) =>
        isValue ? (
          <div key={key} className="values cells--boxed cells--flush">
            {elements}
          </div>
        ) : (
          elements
        ),
      )}
    </>
  )
}

const value = (block: ValueBlockProps['block'], section: Section): Drawn => ({
  isValue: true,
  element: <ValueBlock key={block.id} block={block} label={block.label ?? section.title} />,
})
const own = (element: ReactNode): Drawn => ({ isValue: false, element })

const drawers: ByBlockKind<Drawn, [section: Section]> = {
  richText: (block, { id, title }) =>
    own(<RichTextBlock key={block.id} block={block} sectionId={id} sectionTitle={title} />),
  line: value,
  date: value,
  number: value,
  money: value,
  choice: value,
  checklist: (block) => own(<ChecklistBlock key={block.id} block={block} />),
  questionnaire: (block) => own(<QuestionnaireBlock key={block.id} block={block} />),
  table: (table) =>
    own(
      table.layout === 'cards' ? (
        <CardTable key={table.id} table={table} />
      ) : (
        <GridTable key={table.id} table={table} />
      ),
    ),
}

type Run = { key: string; isValue: boolean; elements: ReactNode[] }

function runsOf(section: Section): Run[] {
  const runs: Run[] = []
  for (const block of section.blocks) {
    const { isValue, element } = byBlockKind(drawers, block, section)
    const last = runs.at(-1)
    if (isValue && last?.isValue === true) {
      last.key = `${last.key},${block.id}`
      last.elements.push(element)
    } else runs.push({ key: block.id, isValue, elements: [element] })
  }
  return runs
}
