import type { Block } from '#shared/format/schema.ts'
import { dateCodec, lineCodec, numberCodec } from '../cells/codecs.ts'
import { showDate } from '../cells/date-text.ts'
import { DraftCell } from '../cells/draft-cell.tsx'
import { countKind, positiveAmountKind, showNumber } from '../cells/number-value.ts'
import { ShownCell } from '../cells/shown-cell.tsx'
import { useIsRequired } from '../problems.ts'
import { ChoiceInput } from './choice-input.tsx'
import { Labelled, labelIdOf } from './labelled.tsx'
import { useValue } from './use-value.ts'
import './labelled.css'
import './value-block.css'
import '../cells/cell.css'

export type ValueBlockProps = {
  block: Extract<Block, { kind: 'line' | 'date' | 'number' | 'money' | 'choice' }>
  label: string
}

/** A single value with its label. */
export function ValueBlock({ block, label }: ValueBlockProps) {
  const { cell } = useValue(block.id)
  const isRequired = useIsRequired(block.id)
  const isWide = block.kind === 'choice' && block.options.length <= 4
  return (
    <Labelled
      id={cell.id}
      field={block.id}
      label={label}
      hint={block.hint}
      isRequired={isRequired && cell.kind === 'writable'}
      className={isWide ? 'labelled--wide' : ''}
    >
      <ValueInput
        id={block.id}
        block={block}
        labelId={labelIdOf(cell.id)}
        isRequired={isRequired}
      />
    </Labelled>
  )
}

type ValueInputProps = {
  id: string
  block: ValueBlockProps['block'] | { kind: 'date' | 'line' }
  labelId: string
  isRequired?: boolean
}

export function ValueInput({ id, block, labelId, isRequired = false }: ValueInputProps) {
  const { cell, value } = useValue(id)
  const naming = { kind: 'card', labelId } as const
  const text = typeof value === 'string' ? value : null
  const number = typeof value === 'number' ? value : null
  switch (block.kind) {
    case 'line':
      return cell.kind === 'writable' ? (
        <DraftCell
          cell={cell}
          value={text}
          codec={lineCodec()}
          naming={naming}
          isWrapping
          isRequired={isRequired}
          className="cell__input--boxed"
        />
      ) : (
        <ShownCell cell={cell}>{text}</ShownCell>
      )
    case 'date':
      return cell.kind === 'writable' ? (
        <DraftCell
          cell={cell}
          value={text}
          codec={dateCodec}
          naming={naming}
          isRequired={isRequired}
          className="cell__input--boxed"
        />
      ) : (
        <ShownCell cell={cell}>{showDate(text)}</ShownCell>
      )
    case 'number':
    case 'money': {
      const kind = block.kind === 'money' ? positiveAmountKind : { ...countKind, noun: 'getal' }
      const unit = block.kind === 'number' ? block.unit : undefined
      return (
        <div className="with-unit">
          {cell.kind === 'writable' ? (
            <DraftCell
              cell={cell}
              value={number}
              codec={numberCodec(kind)}
              naming={naming}
              isNumber
              className="cell__input--boxed"
            />
          ) : (
            <ShownCell cell={cell} isNumber>
              {number === null ? null : showNumber(kind, number)}
            </ShownCell>
          )}
          {unit !== undefined && <span className="with-unit__unit">{unit}</span>}
        </div>
      )
    }
    case 'choice':
      return <ChoiceInput cell={cell} value={text} options={block.options} labelId={labelId} />
  }
}
