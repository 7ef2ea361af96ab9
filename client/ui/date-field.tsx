import { TextField, type TextFieldProps } from './text-field.tsx'

/** An ISO date in and out. The browser's own picker: known to its user, and good on a phone and with a keyboard. */
export function DateField(props: Omit<TextFieldProps, 'type' | 'autoComplete' | 'maxLength'>) {
  return <TextField {...props} type="date" />
}
