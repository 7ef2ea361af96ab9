import { type MouseEvent, useEffect, useRef } from 'react'
import * as uiText from '#client/text/ui.ts'
import type { FormIssues } from '../hooks/use-form-issues.ts'
import './form-errors.css'

/** The summary above a form: its heading takes focus, each item leads to its field (NL Design System, T4). */
export function FormErrors({
  form,
  title = uiText.notAllFilledIn,
}: {
  form: FormIssues
  title?: string
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  const hasIssues = form.issues.length > 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refused submit is a reason to move focus, also with the same issues
  useEffect(() => {
    if (hasIssues) heading.current?.focus()
  }, [form.attempt])
  if (!hasIssues) return null
  const isOnlyGeneral = form.issues.every((issue) => issue.field === undefined)
  return (
    <div className="form-errors">
      <h2 className="form-errors__title" ref={heading} tabIndex={-1}>
        {isOnlyGeneral ? uiText.failed : title}
      </h2>
      <ul className="form-errors__list">
        {form.issues.map((issue) => (
          <li key={`${issue.field ?? ''} ${issue.message}`}>
            {issue.field === undefined ? (
              issue.message
            ) : (
              <a href={`#${issue.field}`} onClick={(event) => goToField(event, issue.field ?? '')}>
                {issue.message}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Not by a hash, which would become part of the address and of the history. */
function goToField(event: MouseEvent, id: string) {
  event.preventDefault()
  const target = document.getElementById(id)
  const input =
    target?.matches('input, select, textarea') === true
      ? target
      : target?.querySelector<HTMLElement>('input:checked, input, select, textarea, button')
  input?.focus()
  target?.scrollIntoView({ block: 'center' })
}

export function RequiredNote() {
  return <p className="muted">{uiText.requiredNote}</p>
}
