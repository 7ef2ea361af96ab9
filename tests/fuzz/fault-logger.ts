import type { Logger } from '#server/runtime.ts'
import { AppError } from '#shared/errors.ts'

/**
 * The errors that a run causes on purpose; every other error is a fault. A commit that may not begin counts as hanging, and
 * while a commit hangs no client is admitted (ST2).
 */
function isAsked(message: string, error: unknown): boolean {
  return (
    message.startsWith('commit failed') ||
    message === 'Nothing is committed while changes wait' ||
    (error instanceof AppError && error.code === 'unavailable') ||
    String(error).includes('the process has crashed')
  )
}

/** Collects the errors that no step of a run caused. */
export function faultLogger(errors: string[]): Logger {
  const note = (fields: object, message: string) => {
    const { err } = fields as { err?: unknown }
    if (!isAsked(message, err)) errors.push(`${message}: ${String(err)}`)
  }
  return { debug() {}, info() {}, warn: note, error: note }
}
