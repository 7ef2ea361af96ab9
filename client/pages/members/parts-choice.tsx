import { FieldErrorText } from '#client/ui/field-parts.tsx'
import { blocksOf } from '#shared/format/lookup.ts'
import type { Parts } from '#shared/format/parts-of-format.ts'
import type { Format } from '#shared/format/schema.ts'
import './parts-choice.css'
import '#client/ui/field.css'

type PartsChoiceProps = {
  /** The id of the group; an error summary links to it. */
  id: string
  format: Format
  value: Parts
  onChange: (value: Parts) => void
  error: string | undefined
}

/** The sections of the plan that a member may see: all of them, or the ticked ones. */
export function PartsChoice({ id, format, value, onChange, error }: PartsChoiceProps) {
  const chosen = new Set(value ?? [])
  const toggle = (section: string, isChosen: boolean) =>
    onChange(
      format.sections
        .map((one) => one.id)
        .filter((one) => (one === section ? isChosen : chosen.has(one))),
    )
  return (
    <fieldset
      className="parts-choice"
      id={id}
      tabIndex={-1}
      aria-describedby={error === undefined ? undefined : `${id}-fout`}
    >
      <legend className="field__label">Wat mag deze persoon zien?</legend>
      <FieldErrorText id={id} error={error} />
      <label className="check">
        <input
          type="radio"
          name={`${id}-wat`}
          checked={value === null}
          onChange={() => onChange(null)}
        />
        <span>Het hele plan</span>
      </label>
      <label className="check">
        <input
          type="radio"
          name={`${id}-wat`}
          checked={value !== null}
          onChange={() => onChange(value ?? [])}
        />
        <span>
          Alleen bepaalde onderdelen
          <small>
            De rest van het plan, ook bedragen, namen en reacties, komt niet op het scherm van deze
            persoon.
          </small>
        </span>
      </label>
      {value !== null && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset in a fieldset would be read out twice
        <div className="parts-choice__sections" role="group" aria-label="Onderdelen">
          {format.sections.map((section) => (
            <label key={section.id} className="check">
              <input
                type="checkbox"
                checked={chosen.has(section.id)}
                onChange={(event) => toggle(section.id, event.target.checked)}
              />
              <span>{section.shortTitle}</span>
            </label>
          ))}
          {isBudgetChosen(format, chosen) && (
            <p className="notice notice--quiet parts-choice__note">
              Met de begroting ziet deze persoon ook alle bedragen en het totaal.
            </p>
          )}
        </div>
      )}
    </fieldset>
  )
}

function isBudgetChosen(format: Format, chosen: ReadonlySet<string>): boolean {
  return [...blocksOf(format)].some(
    ({ section, block }) => block.id === format.summary.budgetTable && chosen.has(section.id),
  )
}
