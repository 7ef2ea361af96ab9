import type { Guard } from '#server/auth/guard.ts'
import { createLinkRequests } from '#server/auth/link-requests.ts'
import type { Links } from '#server/auth/links.ts'
import { type Mailer, signInLetter } from '#server/auth/mailer.ts'
import { findUserByEmail, normalizeEmail, toMe } from '#server/auth/users.ts'
import type { FailedTokens } from '#server/http/failed-tokens.ts'
import { currentNetwork } from '#server/http/request-origin.ts'
import type { Router } from '#server/http/route.ts'
import type { Clock, Logger } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import { getMe, requestLink, signIn, signOut, updateMe } from '#shared/api/me.ts'
import { AppError } from '#shared/errors.ts'

export type MeDependencies = {
  db: Storage
  clock: Clock
  guard: Guard
  links: Links
  mailer: Mailer
  failedTokens: FailedTokens
  logger: Logger
}

export function mountMe(
  router: Router,
  { db, clock, guard, links, mailer, failedTokens, logger }: MeDependencies,
): void {
  const requests = createLinkRequests({
    clock,
    logger,
    async send(email) {
      const url = await links.forExisting(email)
      if (url !== null) await mailer.send(signInLetter(email, url))
    },
  })

  router.signedIn(getMe, async ({ actor, headers, setCookies }) => {
    // Every visit starts here, so here the session is prolonged.
    setCookies(await guard.renew(headers))
    return toMe({ ...actor, id: actor.userId })
  })

  router.signedIn(updateMe, async ({ actor, body }) => {
    const email = normalizeEmail(body.email ?? actor.email)
    const owner = await findUserByEmail(db, email)
    if (owner !== undefined && owner.id !== actor.userId) throw new AppError('email-in-use')
    // A new address is only a claim: whoever proves it later by mail takes the account over from sessions that did not.
    const proof = email === actor.email ? {} : { emailVerified: 0 }
    await db
      .updateTable('user')
      .set({ name: body.name, email, updatedAt: new Date(clock.now()).toISOString(), ...proof })
      .where('id', '=', actor.userId)
      .execute()
    return toMe({ id: actor.userId, name: body.name, email, isAdmin: actor.isAdmin })
  })

  router.open(signIn, async ({ body, setCookies }) => {
    const { user, cookies } = await links.consume(body.token).catch((error: unknown) => {
      throw error instanceof AppError && error.code === 'link-invalid'
        ? failedTokens.refusal('sign-in', error.code)
        : error
    })
    setCookies(cookies)
    return toMe(user)
  })

  router.open(requestLink, async ({ body }) => {
    requests.ask({ email: normalizeEmail(body.email), network: currentNetwork() })
    return { isMailConfigured: mailer.isConfigured }
  })

  router.open(signOut, async ({ actor, headers, setCookies }) => {
    if (actor !== null) setCookies(await guard.end(headers))
    return {}
  })
}
