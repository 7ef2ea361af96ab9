import type { Logger } from '#server/runtime.ts'
import { meaningOf } from '#server/storage/storage-faults.ts'
import { AppError, errorTable, type ProblemBody } from '#shared/errors.ts'

/**
 * The only place that makes an error response. An error that is not an AppError is our own fault:
 * it is logged with its stack and the route, without any user input, and the user gets `internal`.
 */
export function problemResponse(
  error: unknown,
  { logger, route }: { logger: Logger; route: string },
): Response {
  const known = error instanceof AppError ? error : storageRefusal(error)
  const code = known?.code ?? 'internal'
  const { status, text } = errorTable[code]
  if (status >= 500)
    logger.error({ route, code, stack: stackOf(known?.cause ?? error) }, 'A request failed')
  const body: ProblemBody = {
    type: 'about:blank',
    title: text,
    status,
    code,
    ...(known?.detail === undefined ? {} : { detail: known.detail }),
    ...(known !== null && known.fields.length > 0 ? { fields: known.fields } : {}),
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
    },
  })
}

/**
 * A full disk, or a database locked by another process: the client is told to try again, as screens
 * are (ADR 0015). A text that the database can't hold is the client's.
 */
function storageRefusal(error: unknown): AppError | null {
  const cause = error instanceof Error ? error.cause : undefined
  const found = meaningOf(error) ?? meaningOf(cause)
  switch (found?.meaning) {
    case undefined:
    case 'request':
      return null
    case 'input':
      return new AppError('invalid-values', { cause: error })
    case 'refuse':
    case 'restart':
    case 'halt':
      return new AppError('unavailable', { cause: error })
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error
    ? (error.stack ?? error.message)
    : 'something that is not an Error was thrown'
}
