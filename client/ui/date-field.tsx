import { TextField, type TextFieldProps } from './text-field.tsx'

/** Takes and gives an ISO date. The native picker of the browser is known to the user and works on a phone and by keyboard. */
export function DateField(props: Omit<TextFieldProps, 'type' | 'autoComplete' | 'maxLength'>) {
  return <TextField {...props} type="date" />
}
