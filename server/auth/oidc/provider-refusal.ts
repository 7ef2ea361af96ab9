import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client'
import type { ErrorCode } from '#shared/errors.ts'

/** `discovery`: the metadata of the provider; `answer`: its answer about a person. */
export type Phase = 'discovery' | 'answer'

/**
 * The meaning of a failure at the provider for the person, and its reason for the log: codes of the
 * protocol, never a token, a code or a claim.
 */
export function refusalOf(error: unknown, phase: Phase): { code: ErrorCode; reason: string } {
  const nonsense = phase === 'discovery' ? 'oidc-nonsense' : 'oidc-refused'
  if (error instanceof AuthorizationResponseError)
    return { code: codeOfAnswer(error.error), reason: `error ${short(error.error)}` }
  if (error instanceof ResponseBodyError)
    return { code: codeOfTokenError(error), reason: `${error.status} ${short(error.error)}` }
  if (error instanceof ClientError) {
    const status = statusOf(error.cause)
    const reason = `${error.code ?? 'unknown'}${status === null ? '' : ` ${status}`}`
    const isAway = error.code === 'OAUTH_TIMEOUT' || (status !== null && status >= 500)
    return { code: isAway ? 'oidc-away' : nonsense, reason }
  }
  // A connection that could not be made, or broke.
  if (error instanceof TypeError && /^(fetch failed|terminated)$/.test(error.message))
    return { code: 'oidc-away', reason: codeOf(error.cause) }
  return { code: nonsense, reason: error instanceof Error ? error.message : 'unknown' }
}

/** OAuth 2.0, 4.1.2.1, and OpenID Connect Core 3.1.2.6. */
function codeOfAnswer(error: string): ErrorCode {
  switch (error) {
    case 'access_denied':
    case 'login_required':
    case 'interaction_required':
    case 'consent_required':
    case 'account_selection_required':
      return 'oidc-cancelled'
    case 'temporarily_unavailable':
    case 'server_error':
      return 'oidc-away'
    default:
      return 'oidc-refused'
  }
}

/** Errors about us as a client are for the operator; errors about the code are for the person. */
function codeOfTokenError({ error, status }: ResponseBodyError): ErrorCode {
  if (status >= 500) return 'oidc-away'
  return error === 'invalid_client' || error === 'unauthorized_client'
    ? 'oidc-nonsense'
    : 'oidc-refused'
}

const statusOf = (cause: unknown): number | null =>
  cause instanceof Response ? cause.status : null
const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : 'no connection'
/** The provider chose this text. */
const short = (text: string): string => text.replace(/[^\w .-]/g, '').slice(0, 60)
