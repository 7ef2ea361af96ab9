import { createLinkRequests } from '#server/auth/link-requests.ts'
import { changeLetter, type Mailer, signInLetter } from '#server/auth/mailer.ts'
import { mustBeOpen, type Session, type Sessions } from '#server/auth/sessions.ts'
import type { SignInLinks } from '#server/auth/sign-in-links.ts'
import { findUserByEmail, firstCoordinator, normalizeEmail, toMe } from '#server/auth/users.ts'
import type { FailedTokens } from '#server/http/failed-tokens.ts'
import { currentNetwork } from '#server/http/request-origin.ts'
import type { Router } from '#server/http/router.ts'
import type { SharedRates } from '#server/http/shared-rates.ts'
import type { Letter } from '#server/mail/transport.ts'
import type { Clock, Logger } from '#server/runtime.ts'
import { describeLink, getMe, requestLink, signIn, signOut, updateMe } from '#shared/api/me.ts'
import { AppError } from '#shared/errors.ts'

export type MeDependencies = {
  clock: Clock
  rates: SharedRates
  sessions: Sessions
  links: SignInLinks
  mailer: Mailer
  failedTokens: FailedTokens
  logger: Logger
  /** Where the session at an organisation ends that began this one. */
  organisationSignOut(session: Session, idToken: string | null): Promise<string | null>
}

export function mountMe(
  router: Router,
  {
    clock,
    rates,
    sessions,
    links,
    mailer,
    failedTokens,
    logger,
    organisationSignOut,
  }: MeDependencies,
): void {
  const requests = createLinkRequests({
    clock,
    rates,
    logger,
    async send({ email }) {
      await deliver(
        await links.forExisting(email, mailer.isConfigured ? 'mail' : 'handed'),
        (url) => signInLetter(email, url),
      )
    },
  })

  const changes = createLinkRequests({
    clock,
    rates,
    logger,
    async send({ email, userId: id }) {
      if (id === undefined) return
      await deliver(
        await links.forChange({ id, email }, mailer.isConfigured ? 'mail' : 'handed'),
        (url) => changeLetter(email, url),
      )
    },
  })

  /**
   * A link that counts as mailed but that no mail server accepted is known to nobody, and must stay
   * so.
   */
  async function deliver(
    link: { id: string; url: string } | null,
    letterWith: (url: string) => Letter,
  ): Promise<void> {
    if (link === null) return
    const isTaken = await mailer.send(letterWith(link.url))
    if (!isTaken && mailer.isConfigured) await links.drop(link.id)
  }

  router.signedIn(getMe, async ({ actor, headers, setCookies }) => {
    // Every visit starts with this request, so the session is prolonged here. An open connection
    // alone does not prolong it.
    setCookies(await sessions.renew(headers.get('cookie')))
    return toMe(actor)
  })

  router.signedIn(updateMe, async ({ actor, body }) => {
    const asked = normalizeEmail(body.email ?? actor.email)
    const isOther = asked !== actor.email
    // A first user has no address yet that could be lost: a new address takes effect at once, as a
    // claim until it is proven. Anyone can claim the placeholder, and would learn here which
    // addresses are in use; an administrator may know that.
    const isFirst = actor.isAdmin && actor.email === firstCoordinator.email
    const email = isFirst ? asked : actor.email
    // With the accounts locked, so that nobody else gets this address meanwhile.
    await sessions.write(async (tx) => {
      await mustBeOpen(tx, actor)
      if (isOther && isFirst && (await findUserByEmail(tx, asked)) !== undefined)
        throw new AppError('email-in-use')
      await tx
        .updateTable('user')
        .set({ name: body.name, email, updatedAt: new Date(clock.now()).toISOString() })
        .where('id', '=', actor.userId)
        .execute()
    })
    const isAwaited = isOther && !isFirst
    if (isAwaited)
      await changes.ask({ email: asked, userId: actor.userId, network: currentNetwork() })
    return {
      ...toMe({ ...actor, name: body.name, email }),
      awaitsProof: isAwaited ? asked : null,
      isMailConfigured: mailer.isConfigured,
    }
  })

  router.open(describeLink, async ({ params }) => {
    const link = await links.describe(params.token)
    if (link === undefined) throw await failedTokens.refusal('sign-in', 'link-invalid')
    return { handed: link.handed, expiresAt: new Date(link.expiresAt).toISOString() }
  })

  router.open(signIn, async ({ actor, body, setCookies }) => {
    const { token } = await links.consume(body.token, actor).catch(async (error: unknown) => {
      throw error instanceof AppError && error.code === 'link-invalid'
        ? await failedTokens.refusal('sign-in', error.code)
        : error
    })
    setCookies(sessions.cookieOf(token))
    return toMe(await sessions.begun(token))
  })

  router.open(requestLink, async ({ body }) => {
    await requests.ask({ email: normalizeEmail(body.email), network: currentNetwork() })
    return { isMailConfigured: mailer.isConfigured }
  })

  router.open(signOut, async ({ actor, headers, setCookies }) => {
    const idToken = actor === null ? null : await sessions.idTokenOf(headers.get('cookie'))
    if (actor !== null)
      await sessions.write((_, writer) => writer.end({ kind: 'one', sessionId: actor.sessionId }))
    setCookies(sessions.noCookie())
    // Only now: the session here ends, whatever the provider does.
    return { organisationUrl: actor === null ? null : await organisationSignOut(actor, idToken) }
  })
}
