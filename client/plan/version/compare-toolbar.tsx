import { Printer } from 'lucide-react'
import { useId } from 'react'
import type { CompareMode } from '#client/panels/compare/content-difference.tsx'
import { Button } from '#client/ui/button.tsx'
import { CompactSelect } from '#client/ui/select-field.tsx'
import type { Version } from '#shared/api/versions.ts'
import './compare-toolbar.css'

type Pair = { from: string; to: string | null }
type CompareToolbarProps = Pair & {
  versions: readonly Version[]
  mode: CompareMode
  onMode: (mode: CompareMode) => void
  onChoose: (pair: Pair) => void
}

const nowChoice = 'nu'
const modes: readonly { mode: CompareMode; label: string }[] = [
  { mode: 'inline', label: 'In één tekst' },
  { mode: 'sides', label: 'Naast elkaar' },
]

/** Chooses the two versions and the layout of the comparison. */
export function CompareToolbar({
  versions,
  from,
  to,
  mode,
  onMode,
  onChoose,
}: CompareToolbarProps) {
  const id = useId()
  const choices = versions.map((version) => ({
    value: version.id,
    label: `Versie ${version.number}: ${version.name}`,
  }))
  return (
    <div className="compare__toolbar">
      <CompactSelect
        id={`${id}-from`}
        aria-label="Vergelijk"
        value={from}
        choices={choices}
        onChange={(chosen) => onChoose({ from: chosen, to })}
      />
      <span aria-hidden="true">met</span>
      <CompactSelect
        id={`${id}-to`}
        aria-label="met"
        value={to ?? nowChoice}
        choices={[{ value: nowChoice, label: 'Nu: het plan zoals het is' }, ...choices]}
        onChange={(chosen) => onChoose({ from, to: chosen === nowChoice ? null : chosen })}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame */}
      <div className="compare__modes" role="group" aria-label="Weergave">
        {modes.map((choice) => (
          <button
            key={choice.mode}
            type="button"
            className="compare__mode"
            aria-pressed={mode === choice.mode}
            onClick={() => onMode(choice.mode)}
          >
            {choice.label}
          </button>
        ))}
      </div>
      <Button kind="quiet" onPress={() => window.print()}>
        <Printer className="icon" aria-hidden="true" /> Afdrukken
      </Button>
    </div>
  )
}
