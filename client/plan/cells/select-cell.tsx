import { useRef } from 'react'
import { useSetValue } from '#client/hooks/use-set-value.ts'
import { CellFrame, noteId } from './cell-frame.tsx'
import { type Naming, namingProps } from './naming.ts'
import { type ReferenceGroup, referenceLabel } from './references.ts'
import type { WritableCell } from './use-cell.ts'
import './cell.css'

type SelectCellProps = {
  cell: WritableCell
  value: string | null
  groups: readonly ReferenceGroup[]
  naming: Naming
  /** Shown for a value that is no longer among the options. */
  goneLabel: string
}

/** One of a list. The native list of the browser works with every screen reader, zoom level and phone. */
export function SelectCell({ cell, value, groups, naming, goneLabel }: SelectCellProps) {
  const control = useRef<HTMLSelectElement>(null)
  const write = (next: string) => cell.write(next === '' ? null : next)
  useSetValue(control, value ?? '', write)
  const isKnown =
    value === null || groups.some((group) => group.options.some((option) => option.id === value))
  const [only] = groups
  const shown = value === null ? '–' : (referenceLabel(groups, value) ?? goneLabel)
  return (
    <CellFrame cell={cell}>
      <div className={value === null ? 'select select--empty' : 'select'}>
        {/* The visible text wraps, which a native list can't; the list itself lies over it. */}
        <span className="select__shown" aria-hidden="true">
          {shown}
        </span>
        <select
          ref={control}
          id={cell.id}
          data-place={cell.place}
          className="select__control"
          value={value ?? ''}
          aria-describedby={noteId(cell.id)}
          onChange={(event) => write(event.target.value)}
          {...namingProps(naming)}
        >
          <option value="">–</option>
          {!isKnown && <option value={value}>{goneLabel}</option>}
          {groups.length === 1 && only !== undefined
            ? only.options.map((option) => <Option key={option.id} {...option} />)
            : groups.map((group) => (
                <optgroup key={group.label} label={group.label}>
                  {group.options.map((option) => (
                    <Option key={option.id} {...option} />
                  ))}
                </optgroup>
              ))}
        </select>
      </div>
    </CellFrame>
  )
}

function Option({ id, label }: { id: string; label: string }) {
  return <option value={id}>{label}</option>
}
