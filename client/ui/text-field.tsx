import type { Ref } from 'react'
import { TextField as AriaTextField, FieldError, Input, Label, Text } from 'react-aria-components'
import * as uiText from '#client/text/ui.ts'
import { type FieldTexts, LabelText } from './field-parts.tsx'
import './field.css'

export type TextFieldProps = FieldTexts & {
  value: string
  onChange?: (value: string) => void
  type?: 'text' | 'email' | 'search' | 'date' | 'time' | 'url'
  autoComplete?: string
  isReadOnly?: boolean
  maxLength?: number
  min?: string
  max?: string
  inputRef?: Ref<HTMLInputElement>
  /** Without the words "niet verplicht": for a filter, which is not submitted. */
  isBare?: boolean
}

export function TextField({
  id,
  label,
  description,
  error,
  isRequired = false,
  isBare = false,
  value,
  onChange,
  type = 'text',
  inputRef,
  min,
  max,
  ...rest
}: TextFieldProps) {
  return (
    <AriaTextField
      {...rest}
      id={id}
      name={id}
      value={value}
      type={type}
      isRequired={isRequired}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className="field"
      {...(onChange === undefined ? {} : { onChange })}
    >
      <Label className="field__label">
        <LabelText label={label} isRequired={isRequired || isBare} />
      </Label>
      {description !== undefined && (
        <Text slot="description" className="field__description">
          {description}
        </Text>
      )}
      <Input className="field__input" ref={inputRef} min={min} max={max} />
      <FieldError className="field__error">
        <span className="visually-hidden">{uiText.errorMark} </span>
        {error}
      </FieldError>
    </AriaTextField>
  )
}
