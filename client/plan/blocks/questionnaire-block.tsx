import { useMemo } from 'react'
import { answersOf, questionnaireTable } from '#shared/format/kinds/blocks/questionnaire.ts'
import type { Block } from '#shared/format/schema.ts'
import { possibleAnswers } from '#shared/text/answers.ts'
import { GridTable } from '../grid/grid-table.tsx'
import { Labelled, labelIdOf } from './labelled.tsx'
import { useValue } from './use-value.ts'
import { ValueInput } from './value-block.tsx'
import './values.css'
import '../cells/cell.css'

type QuestionnaireBlockProps = { block: Extract<Block, { kind: 'questionnaire' }> }

/** Questions and a score for each moment, with the day of each measurement (Z5). */
export function QuestionnaireBlock({ block }: QuestionnaireBlockProps) {
  const table = useMemo(() => {
    const hint = hintOf(block)
    return { ...questionnaireTable(block), ...(hint === '' ? {} : { hint }) }
  }, [block])
  return (
    <>
      <GridTable table={table} />
      <div className="values cells--boxed cells--flush">
        {block.moments.map((moment) => (
          <MomentDate key={moment.id} id={`${moment.id}Date`} label={moment.dateLabel} />
        ))}
      </div>
    </>
  )
}

function hintOf({ hint = '', scale }: QuestionnaireBlockProps['block']): string {
  const answers = answersOf({ scale })
  if (answers === null) return hint
  return [hint, possibleAnswers(answers.map(({ label }) => label))]
    .filter((text) => text !== '')
    .join(' ')
}

function MomentDate({ id, label }: { id: string; label: string }) {
  const { cell } = useValue(id)
  return (
    <Labelled id={cell.id} label={label}>
      <ValueInput id={id} block={{ kind: 'date' }} labelId={labelIdOf(cell.id)} />
    </Labelled>
  )
}
