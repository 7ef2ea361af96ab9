import type { Passkeys } from '#server/auth/passkeys.ts'
import type { Sessions } from '#server/auth/sessions.ts'
import { toMe } from '#server/auth/users.ts'
import type { FailedTokens } from '#server/http/failed-tokens.ts'
import type { Router } from '#server/http/router.ts'
import {
  addPasskey,
  beginPasskey,
  beginPasskeySignIn,
  listPasskeys,
  removePasskey,
  renamePasskey,
  signInWithPasskey,
} from '#shared/api/passkeys.ts'
import { AppError } from '#shared/errors.ts'

export type PasskeyDependencies = {
  passkeys: Passkeys
  sessions: Sessions
  failedTokens: FailedTokens
  isMailConfigured: boolean
}

/** Credentials that need no mail and no help of others. */
export function mountPasskeys(
  router: Router,
  { passkeys, sessions, failedTokens, isMailConfigured }: PasskeyDependencies,
): void {
  router.signedIn(listPasskeys, async ({ actor }) => ({
    passkeys: await passkeys.list(actor.userId),
    isPossible: passkeys.isPossible,
    isMailConfigured,
  }))
  router.signedIn(beginPasskey, async ({ actor }) => ({ options: await passkeys.begin(actor) }))
  router.signedIn(addPasskey, ({ actor, body }) => passkeys.add(actor, body))
  router.signedIn(renamePasskey, async ({ actor, params, body }) => {
    await passkeys.rename(actor.userId, params.passkeyId, body.name)
    return {}
  })
  router.signedIn(removePasskey, async ({ actor, params }) => {
    await passkeys.remove(actor.userId, params.passkeyId)
    return {}
  })

  router.open(beginPasskeySignIn, async () => ({ options: await passkeys.beginSignIn() }))
  router.open(signInWithPasskey, async ({ actor, body, setCookies }) => {
    const { token } = await passkeys
      .signIn(body.credential, actor)
      .catch(async (error: unknown) => {
        throw error instanceof AppError ? await failedTokens.refusal('passkey', error.code) : error
      })
    setCookies(sessions.cookieOf(token))
    return toMe(await sessions.begun(token))
  })
}
