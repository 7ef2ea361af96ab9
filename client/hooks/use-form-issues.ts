import { useState } from 'react'
import type { z } from 'zod'
import * as deviceText from '#client/text/device.ts'
import { AppError } from '#shared/errors.ts'

/** An issue in a form. `field` is the id of the input; without it, the issue concerns the form as a whole. */
export type FormIssue = { field?: string; message: string }

export type FormIssues = {
  issues: readonly FormIssue[]
  /** Rises with each refused submit, so that the summary takes focus again when nothing else changed. */
  attempt: number
  /** True when there is nothing to report. */
  report: (issues: readonly FormIssue[]) => boolean
  reportError: (error: unknown, fields: readonly string[]) => void
  errorOf: (field: string) => string | undefined
  clear: (field: string) => void
}

export function useFormIssues(): FormIssues {
  const [state, setState] = useState<{ issues: readonly FormIssue[]; attempt: number }>({
    issues: [],
    attempt: 0,
  })
  const report = (issues: readonly FormIssue[]) => {
    setState((before) => ({
      issues,
      attempt: issues.length === 0 ? before.attempt : before.attempt + 1,
    }))
    return issues.length === 0
  }
  return {
    ...state,
    report,
    reportError: (error, fields) => void report(issuesOfError(error, fields)),
    errorOf: (field) => state.issues.find((issue) => issue.field === field)?.message,
    clear: (field) =>
      setState((before) =>
        before.issues.some((issue) => issue.field === field)
          ? { ...before, issues: before.issues.filter((issue) => issue.field !== field) }
          : before,
      ),
  }
}

/** Input ids are the names of the contract, so the last part of a path names the input. */
export function issuesOfZod(error: z.ZodError): FormIssue[] {
  return error.issues.map((issue) => ({
    field: String(issue.path.at(-1) ?? ''),
    message: issue.message,
  }))
}

function issuesOfError(error: unknown, fields: readonly string[]): FormIssue[] {
  if (!(error instanceof AppError)) return [{ message: deviceText.formFailed }]
  if (error.fields.length === 0) {
    const isAboutEmail = error.code === 'email-in-use' || error.code === 'invite-other-email'
    return [
      isAboutEmail && fields.includes('email')
        ? { field: 'email', message: error.message }
        : { message: error.message },
    ]
  }
  return error.fields.map(({ path, message }) => {
    const field = path.split(/[./]/).at(-1) ?? ''
    return fields.includes(field) ? { field, message } : { message }
  })
}
