import { describedBy, FieldFrame, type FieldTexts } from './field-parts.tsx'
import './field.css'

type Choice<Value extends string> = { value: Value; label: string }

type SelectFieldProps<Value extends string> = FieldTexts & {
  value: Value
  onChange: (value: Value) => void
  choices: readonly Choice<Value>[]
  isDisabled?: boolean
}

/** The native list of the browser works with every screen reader, zoom level and phone. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  return (
    <FieldFrame {...props}>
      <SelectInput {...props} describedBy={describedBy(props)} />
    </FieldFrame>
  )
}

type CompactSelectProps<Value extends string> = Pick<
  SelectFieldProps<Value>,
  'id' | 'value' | 'onChange' | 'choices' | 'isDisabled'
> & { 'aria-label': string }

/** For a table or a toolbar, where the column or the position is the visible label. */
export function CompactSelect<Value extends string>(props: CompactSelectProps<Value>) {
  return <SelectInput {...props} isCompact />
}

type SelectInputProps<Value extends string> = Pick<
  SelectFieldProps<Value>,
  'id' | 'value' | 'onChange' | 'choices' | 'isDisabled' | 'error' | 'isRequired'
> & {
  describedBy?: string | undefined
  'aria-label'?: string
  isCompact?: boolean
}

function SelectInput<Value extends string>({
  id,
  value,
  onChange,
  choices,
  isDisabled = false,
  error,
  isRequired = false,
  isCompact = false,
  describedBy: described,
  'aria-label': ariaLabel,
}: SelectInputProps<Value>) {
  return (
    <select
      id={id}
      className={isCompact ? 'field__input field__input--compact' : 'field__input'}
      value={value}
      disabled={isDisabled}
      aria-label={ariaLabel}
      aria-describedby={described}
      aria-invalid={error === undefined ? undefined : true}
      aria-required={isRequired || undefined}
      onChange={(event) => {
        const chosen = choices.find((choice) => choice.value === event.target.value)
        if (chosen !== undefined) onChange(chosen.value)
      }}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  )
}
