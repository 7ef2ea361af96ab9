import type { Guard } from '#server/auth/guard.ts'
import type { Links } from '#server/auth/links.ts'
import { type Mailer, signInLetter } from '#server/auth/mailer.ts'
import { findUserByEmail, normalizeEmail, toMe } from '#server/auth/users.ts'
import { createRateLimit, type RateLimit } from '#server/http/rate-limit.ts'
import type { Router } from '#server/http/route.ts'
import type { Clock } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import { getMe, requestLink, signIn, signOut, updateMe } from '#shared/api/me.ts'
import { AppError } from '#shared/errors.ts'

export type MeDependencies = {
  db: Storage
  clock: Clock
  guard: Guard
  links: Links
  mailer: Mailer
  tokenLimit: RateLimit
}

export function mountMe(
  router: Router,
  { db, clock, guard, links, mailer, tokenLimit }: MeDependencies,
): void {
  const lettersPerAddress = createRateLimit({ clock, burst: 3, refillMs: 5 * 60_000 })
  const letters = createRateLimit({ clock, burst: 60, refillMs: 1000 })

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
      // Only failures cost, so that a guesser behind the same address can't lock out who has a good link.
      if (error instanceof AppError && error.code === 'link-invalid' && !tokenLimit.take('sign-in'))
        throw new AppError('too-many')
      throw error
    })
    setCookies(cookies)
    return toMe(user)
  })

  router.open(requestLink, async ({ body }) => {
    const email = normalizeEmail(body.email)
    if (!lettersPerAddress.take(email) || !letters.take('all')) throw new AppError('too-many')
    const url = await links.forExisting(email)
    // Not awaited: the time that a mail server takes would tell who has an account.
    if (url !== null) void mailer.send(signInLetter(email, url))
    return { isMailConfigured: mailer.isConfigured }
  })

  router.open(signOut, async ({ actor, headers, setCookies }) => {
    if (actor !== null) setCookies(await guard.end(headers))
    return {}
  })
}
