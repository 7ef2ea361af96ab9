import type { ReactNode } from 'react'
import * as uiText from '#client/text/ui.ts'
import './field.css'

/** The texts around the input of a field, in the order of NL Design System: label, help, input, message (T4). */
export type FieldTexts = {
  /** The id of the input; an error summary links to it. */
  id: string
  label: ReactNode
  description?: ReactNode
  error?: string | undefined
  isRequired?: boolean
}

export function LabelText({ label, isRequired }: Pick<FieldTexts, 'label' | 'isRequired'>) {
  return (
    <>
      {label}
      {isRequired !== true && <span className="field__optional"> {uiText.optional}</span>}
    </>
  )
}

/** The label, the help and the message around a plain input; the input names them with `describedBy`. */
export function FieldFrame({ children, ...texts }: FieldTexts & { children: ReactNode }) {
  const { id, description, error } = texts
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        <LabelText {...texts} />
      </label>
      {description !== undefined && (
        <span className="field__description" id={descriptionId(id)}>
          {description}
        </span>
      )}
      {children}
      <FieldErrorText id={id} error={error} />
    </div>
  )
}

function descriptionId(id: string): string {
  return `${id}-hulp`
}

function errorId(id: string): string {
  return `${id}-fout`
}

export function describedBy({ id, description, error }: FieldTexts): string | undefined {
  const ids = [
    description === undefined ? null : descriptionId(id),
    error === undefined ? null : errorId(id),
  ].filter((part) => part !== null)
  return ids.length === 0 ? undefined : ids.join(' ')
}

/** The word "Fout" is for users who do not see the colour. */
export function FieldErrorText({ id, error }: { id: string; error: string | undefined }) {
  if (error === undefined) return null
  return (
    <p className="field__error" id={errorId(id)}>
      <span className="visually-hidden">{uiText.errorMark} </span>
      {error}
    </p>
  )
}
