import type { Block, Section } from '#shared/format/schema.ts'
import { CardTable } from '../cards/card-table.tsx'
import { GridTable } from '../grid/grid-table.tsx'
import { ChecklistBlock } from './checklist-block.tsx'
import { QuestionnaireBlock } from './questionnaire-block.tsx'
import { RichTextBlock } from './rich-text-block.tsx'
import { ValueBlock } from './value-block.tsx'

type ValueKind = Extract<Block, { kind: 'line' | 'date' | 'number' | 'money' | 'choice' }>

/** The blocks of a section; single values that follow each other share a grid. */
export function BlockList({ section }: { section: Section }) {
  return (
    <>
      {runsOf(section.blocks).map((run) =>
        Array.isArray(run) ? (
          <div key={run.map((block) => block.id).join()} className="values">
            {run.map((block) => (
              <ValueBlock key={block.id} block={block} label={block.label ?? section.title} />
            ))}
          </div>
        ) : (
          <BlockView key={run.id} block={run} section={section} />
        ),
      )}
    </>
  )
}

function BlockView({ block, section }: { block: Exclude<Block, ValueKind>; section: Section }) {
  switch (block.kind) {
    case 'richText':
      return <RichTextBlock block={block} sectionId={section.id} sectionTitle={section.title} />
    case 'checklist':
      return <ChecklistBlock block={block} />
    case 'questionnaire':
      return <QuestionnaireBlock block={block} />
    case 'table':
      return block.layout === 'cards' ? <CardTable table={block} /> : <GridTable table={block} />
  }
}

function isValue(block: Block): block is ValueKind {
  return (
    block.kind === 'line' ||
    block.kind === 'date' ||
    block.kind === 'number' ||
    block.kind === 'money' ||
    block.kind === 'choice'
  )
}

function runsOf(blocks: readonly Block[]): (ValueKind[] | Exclude<Block, ValueKind>)[] {
  const runs: (ValueKind[] | Exclude<Block, ValueKind>)[] = []
  for (const block of blocks) {
    const last = runs.at(-1)
    if (!isValue(block)) runs.push(block as Exclude<Block, ValueKind>)
    else if (Array.isArray(last)) last.push(block)
    else runs.push([block])
  }
  return runs
}
