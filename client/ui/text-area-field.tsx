import {
  describedBy,
  descriptionId,
  FieldErrorText,
  type FieldTexts,
  LabelText,
} from './field-parts.tsx'
import './field.css'

type TextAreaFieldProps = FieldTexts & {
  value: string
  onChange: (value: string) => void
  rows?: number
  maxLength?: number
}

/** A field for a few sentences. */
export function TextAreaField(props: TextAreaFieldProps) {
  const {
    id,
    label,
    description,
    error,
    isRequired = false,
    value,
    onChange,
    rows = 3,
    maxLength,
  } = props
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        <LabelText label={label} isRequired={isRequired} />
      </label>
      {description !== undefined && (
        <span className="field__description" id={descriptionId(id)}>
          {description}
        </span>
      )}
      <textarea
        id={id}
        className="field__input field__input--area"
        rows={rows}
        maxLength={maxLength}
        value={value}
        aria-describedby={describedBy(props)}
        aria-invalid={error === undefined ? undefined : true}
        aria-required={isRequired || undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      <FieldErrorText id={id} error={error} />
    </div>
  )
}
