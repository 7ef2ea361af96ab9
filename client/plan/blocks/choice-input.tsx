import type { Option } from '#shared/format/kinds/base.ts'
import { CellFrame, noteId } from '../cells/cell-frame.tsx'
import { referenceLabel } from '../cells/references.ts'
import { SelectCell } from '../cells/select-cell.tsx'
import { ShownCell } from '../cells/shown-cell.tsx'
import type { CellState } from '../cells/use-cell.ts'
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
  return (
    <CellFrame cell={cell}>
      <div
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
