import type { Logger } from '#server/runtime.ts'
import { AppError, errorTable, type ProblemBody } from '#shared/errors.ts'

/**
 * The only place that makes an error response. What is not an AppError is our own fault: it is logged with its stack and
 * the route, without anything the user sent, and the user gets `internal`.
 */
export function problemResponse(
  error: unknown,
  { logger, route }: { logger: Logger; route: string },
): Response {
  const known = error instanceof AppError ? error : null
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

function stackOf(error: unknown): string {
  return error instanceof Error
    ? (error.stack ?? error.message)
    : 'something that is not an Error was thrown'
}
