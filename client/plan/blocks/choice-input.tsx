import { useEffect, useEffectEvent, useRef } from 'react'
import type { Option } from '#shared/format/kinds/base.ts'
import { CellFrame, noteId } from '../cells/cell-frame.tsx'
import { referenceLabel } from '../cells/references.ts'
import { SelectCell } from '../cells/select-cell.tsx'
import { ShownCell } from '../cells/shown-cell.tsx'
import type { CellState, WritableCell } from '../cells/use-cell.ts'
import './choice-input.css'

type ChoiceInputProps = {
  cell: CellState
  value: string | null
  options: readonly Option[]
  labelId: string
}

/** Few options are radio buttons, many are a list. The user can clear the answer. */
export function ChoiceInput({ cell, value, options, labelId }: ChoiceInputProps) {
  if (cell.kind === 'shown')
    return (
      <ShownCell cell={cell}>
        {value === null
          ? null
          : (referenceLabel([{ label: '', options: [...options] }], value) ?? 'Onbekende keuze')}
      </ShownCell>
    )
  if (options.length > 4)
    return (
      <SelectCell
        cell={cell}
        value={value}
        groups={[{ label: '', options: [...options] }]}
        naming={{ kind: 'card', labelId }}
        goneLabel="Onbekende keuze"
      />
    )
  return <RadioChoice cell={cell} value={value} options={options} labelId={labelId} />
}

function RadioChoice({ cell, value, options, labelId }: ChoiceInputProps & { cell: WritableCell }) {
  const group = useRef<HTMLDivElement>(null)
  const take = useEffectEvent(() => {
    const checked = group.current?.querySelector<HTMLInputElement>('input:checked')?.value
    if (checked !== undefined && checked !== value) cell.write(checked)
  })
  // A program that checks an option itself: React sees no change in what was set by script.
  useEffect(() => {
    const element = group.current
    const onChange = () => take()
    element?.addEventListener('input', onChange)
    element?.addEventListener('change', onChange)
    return () => {
      element?.removeEventListener('input', onChange)
      element?.removeEventListener('change', onChange)
    }
  }, [])
  return (
    <CellFrame cell={cell}>
      <div
        ref={group}
        className="options"
        role="radiogroup"
        aria-labelledby={labelId}
        aria-describedby={noteId(cell.id)}
        data-place={cell.place}
      >
        {options.map((option) => (
          <label key={option.id} className="options__option">
            <input
              type="radio"
              name={cell.id}
              value={option.id}
              checked={value === option.id}
              onChange={() => cell.write(option.id)}
            />
            {option.label}
          </label>
        ))}
        {value !== null && (
          <button type="button" className="options__clear" onClick={() => cell.write(null)}>
            Wissen<span className="visually-hidden"> van dit antwoord</span>
          </button>
        )}
      </div>
    </CellFrame>
  )
}
