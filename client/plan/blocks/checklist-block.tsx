import { usePlanContext } from '#client/hooks/plan-context.ts'
import { yesNo } from '#shared/format/kinds/values.ts'
import type { Block } from '#shared/format/schema.ts'
import { ChoiceInput } from './choice-input.tsx'
import { labelIdOf } from './labelled.tsx'
import { BlockMark } from './ours-mark.tsx'
import { useValue } from './use-value.ts'
import { ValueInput } from './value-block.tsx'
import '../table/block.css'
import './checklist-block.css'
import './labelled.css'
import '../cells/cell.css'

type ChecklistBlockProps = { block: Extract<Block, { kind: 'checklist' }> }

/** Questions with yes, no and a note. None is preselected: a missing answer is not "nee". */
export function ChecklistBlock({ block }: ChecklistBlockProps) {
  const { edit } = usePlanContext()
  return (
    <div className="checklist cells--flush">
      {block.label !== undefined && <h3 className="block__title">{block.label}</h3>}
      <BlockMark block={block.id} />
      {block.hint !== undefined && edit !== null && <p className="block__hint">{block.hint}</p>}
      <ul className="checklist__items">
        {block.items.map((item) => (
          <ChecklistItem key={item.id} item={item} />
        ))}
      </ul>
    </div>
  )
}

function ChecklistItem({ item }: { item: ChecklistBlockProps['block']['items'][number] }) {
  const { cell, value } = useValue(item.id)
  const note = useValue(`${item.id}Note`)
  const labelId = labelIdOf(cell.id)
  const noteLabelId = labelIdOf(note.cell.id)
  // A question that asks for a note shows it at once; elsewhere it appears with the answer, which may need explaining.
  const showsNote = item.noteLabel !== undefined || value !== null || note.value !== null
  return (
    <li className="checklist__item">
      <div className="checklist__question">
        <span id={labelId}>{item.label}</span>
        <ChoiceInput
          cell={cell}
          value={typeof value === 'string' ? value : null}
          options={yesNo}
          labelId={labelId}
        />
      </div>
      {showsNote && (
        <div className="checklist__note">
          <span className="labelled__label" id={noteLabelId}>
            {item.noteLabel ?? 'Toelichting'}
            <span className="visually-hidden">: {item.label}</span>
          </span>
          <ValueInput id={`${item.id}Note`} block={{ kind: 'line' }} labelId={noteLabelId} />
        </div>
      )}
    </li>
  )
}
