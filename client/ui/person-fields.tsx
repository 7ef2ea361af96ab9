import * as termText from '#client/text/terms.ts'
import * as uiText from '#client/text/ui.ts'
import { textLengths } from '#shared/limits/text-lengths.ts'
import type { FormIssues } from '../hooks/use-form-issues.ts'
import { TextField, type TextFieldProps } from './text-field.tsx'

/** The name or address of a person in a form. The id is the field name of the contract, so a refusal finds the input. */
type PersonFieldProps = Pick<
  TextFieldProps,
  'description' | 'autoComplete' | 'isRequired' | 'isReadOnly'
> & {
  form: FormIssues
  value: string
  onChange: (value: string) => void
}

export function NameField({ form, onChange, ...rest }: PersonFieldProps) {
  return (
    <TextField
      id="name"
      label={uiText.yourName}
      autoComplete="name"
      isRequired
      maxLength={textLengths.personName}
      {...rest}
      onChange={(value) => {
        onChange(value)
        form.clear('name')
      }}
      error={form.errorOf('name')}
    />
  )
}

export function EmailField({ form, onChange, ...rest }: PersonFieldProps) {
  return (
    <TextField
      id="email"
      label={termText.email}
      type="email"
      autoComplete="email"
      isRequired
      {...rest}
      onChange={(value) => {
        onChange(value)
        form.clear('email')
      }}
      error={form.errorOf('email')}
    />
  )
}
