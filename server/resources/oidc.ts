import type { Oidc } from '#server/auth/oidc/oidc.ts'
import type { Session, Sessions } from '#server/auth/sessions.ts'
import { toMe } from '#server/auth/users.ts'
import type { FailedTokens } from '#server/http/failed-tokens.ts'
import type { Router } from '#server/http/router.ts'
import {
  answerOidc,
  beginOidcLink,
  beginOidcSignIn,
  getOidc,
  listOrganisationAccounts,
  unlinkOrganisationAccount,
} from '#shared/api/oidc.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'

export type OidcDependencies = {
  /** Null if no organisation is configured. */
  oidc: Oidc | null
  sessions: Sessions
  failedTokens: FailedTokens
  isMailConfigured: boolean
}

/** Sign-in with an account of the user's organisation. */
export function mountOidc(
  router: Router,
  { oidc, sessions, failedTokens, isMailConfigured }: OidcDependencies,
): void {
  function mustBeOn(): Oidc {
    if (oidc === null) throw new AppError('oidc-off')
    return oidc
  }

  router.open(getOidc, async () => ({ name: oidc?.name ?? null, isMailConfigured }))

  router.open(beginOidcSignIn, async ({ body: { token }, setCookies }) => {
    const { url, cookie } = await mustBeOn().begin(
      token === undefined ? { kind: 'sign-in' } : { kind: 'join', invite: token },
    )
    setCookies(cookie)
    return { url }
  })

  router.signedIn(beginOidcLink, async ({ actor, setCookies }) => {
    const { url, cookie } = await mustBeOn().begin({ kind: 'link', sessionId: actor.sessionId })
    setCookies(cookie)
    return { url }
  })

  router.open(answerOidc, async ({ actor, body, headers, setCookies }) => {
    const service = mustBeOn()
    const outcome = await service
      .answer(body.oidcAnswer, { cookies: headers.get('cookie'), current: actor })
      .catch(async (error: unknown) => {
        throw error instanceof AppError && guesses.has(error.code)
          ? await failedTokens.refusal('oidc', error.code)
          : error
      })
    setCookies(service.noCookie())
    if (outcome.kind === 'linked') return { ...outcome, me: toMe(mustBeHere(actor)) }
    const { token, ...rest } = outcome
    setCookies(sessions.cookieOf(token))
    return { ...rest, me: toMe(await sessions.begun(token)) }
  })

  router.signedIn(listOrganisationAccounts, async ({ actor }) => ({
    accounts: oidc === null ? [] : await oidc.accounts.list(actor.userId),
  }))
  router.signedIn(unlinkOrganisationAccount, async ({ actor, params }) => {
    await mustBeOn().accounts.unlink(actor.userId, params.accountId)
    return {}
  })
}

/** The refusals for forged answers. */
const guesses: ReadonlySet<ErrorCode> = new Set([
  'oidc-begin-again',
  'oidc-refused',
  'sign-in-first',
])

function mustBeHere(actor: Session | null): Session {
  if (actor === null) throw new AppError('not-signed-in')
  return actor
}
