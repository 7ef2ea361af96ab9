import type { GridView } from './grid-model.ts'
import './view-switch.css'

const views: { id: GridView; label: string }[] = [
  { id: 'plan', label: 'Begroot' },
  { id: 'actual', label: 'Werkelijke kosten' },
]

export function ViewSwitch({
  view,
  onChange,
}: {
  view: GridView
  onChange: (view: GridView) => void
}) {
  return (
    <fieldset className="view-switch" aria-label="Kolommen">
      {views.map(({ id, label }) => (
        <button
          key={id}
          type="button"
          className="view-switch__option"
          aria-pressed={view === id}
          onClick={() => onChange(id)}
        >
          {label}
        </button>
      ))}
    </fieldset>
  )
}
