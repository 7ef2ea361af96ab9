import { useRef } from 'react'
import { useSetValue } from '#client/hooks/use-set-value.ts'
import { describedBy, FieldFrame, type FieldTexts } from './field-parts.tsx'
import './field.css'

type TextAreaFieldProps = FieldTexts & {
  value: string
  onChange: (value: string) => void
  rows?: number
  maxLength?: number
}

/** A field for a few sentences. */
export function TextAreaField(props: TextAreaFieldProps) {
  const { id, error, isRequired = false, value, onChange, rows = 3, maxLength } = props
  const control = useRef<HTMLTextAreaElement>(null)
  useSetValue(control, value, onChange)
  return (
    <FieldFrame {...props}>
      <textarea
        ref={control}
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
    </FieldFrame>
  )
}
