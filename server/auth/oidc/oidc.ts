import { spendOnce } from '#server/auth/challenges.ts'
import type { Session, Sessions, SessionWriter } from '#server/auth/sessions.ts'
import type { OidcSettings } from '#server/oidc-settings.ts'
import type { Clock } from '#server/runtime.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import { AppError } from '#shared/errors.ts'
import { LimitError, limits } from '#shared/limits.ts'
import { meetsNeed } from '#shared/started-by.ts'
import type { BegunSignIns, Purpose } from './begun-sign-in.ts'
import type { OrganisationAccounts } from './organisation-accounts.ts'
import type { Identity, Provider } from './provider.ts'

/** Invitations that a new account may accept. */
export type Invited = {
  /** Rejects with `invite-invalid` for an invitation that can't be accepted (any more). */
  mustBeOpen(token: string): Promise<void>
  /** Accepts the invitation for the account that `open` makes, in one write. */
  join(
    token: string,
    open: (
      trx: StorageTransaction,
      own: SessionWriter,
      /** The address that the invitation was sent to, if any. */
      address: string | null,
    ) => Promise<{ userId: string; token: string }>,
  ): Promise<{ token: string; planId: string }>
}

/** `token`: of the session that began, for its cookie. */
export type OidcOutcome =
  | { kind: 'signed-in'; token: string }
  | { kind: 'invited'; token: string; invite: string }
  | { kind: 'joined'; token: string; planId: string }
  | { kind: 'linked' }

export type Oidc = {
  /** The name of the organisation for its users. */
  readonly name: string
  readonly accounts: OrganisationAccounts
  /** The page of the provider, and the cookie that stores the purpose. */
  begin(purpose: Purpose): Promise<{ url: string; cookie: Headers }>
  /** Handles the query of the address to which the provider sent the browser back. */
  answer(
    search: string,
    given: { cookies: string | null; current: Session | null },
  ): Promise<OidcOutcome>
  /** The page that ends the session at the provider too; null if it can't be ended there. */
  signOutUrl(session: Session, idToken: string | null): Promise<string | null>
  noCookie(): Headers
}

export function createOidc({
  settings,
  provider,
  begunSignIns,
  accounts,
  invited,
  sessions,
  clock,
}: {
  settings: OidcSettings
  provider: Provider
  begunSignIns: BegunSignIns
  accounts: OrganisationAccounts
  invited: Invited
  sessions: Sessions
  clock: Clock
}): Oidc {
  let underWay = 0

  /** One request to the provider per person suffices, however many answers a flood sends. */
  async function identify(...given: Parameters<Provider['identify']>): Promise<Identity> {
    if (underWay >= limits.oidcAnswersUnderWay.max) throw new LimitError('oidcAnswersUnderWay')
    underWay += 1
    try {
      return await provider.identify(...given)
    } finally {
      underWay -= 1
    }
  }

  async function mustBeFirst({ state, expiresAt }: { state: string; expiresAt: number }) {
    const isFirst = await sessions.write((trx) =>
      spendOnce(trx, { value: state, expiresAt, now: clock.now() }),
    )
    if (!isFirst) throw new AppError('oidc-begin-again')
  }

  function mustBeOwn(current: Session | null, sessionId: string): Session {
    if (current === null || current.sessionId !== sessionId) throw new AppError('oidc-begin-again')
    if (!meetsNeed(current.reach, 'own')) throw new AppError('session-limited')
    return current
  }

  return {
    name: settings.name,
    accounts,

    async begin(purpose) {
      if (purpose.kind === 'join') await invited.mustBeOpen(purpose.invite)
      const { begun, cookie } = begunSignIns.begin(purpose)
      return { url: await provider.authorizationUrl(begun), cookie }
    },

    async answer(search, { cookies, current }) {
      const begun = begunSignIns.read(cookies)
      if (begun === null) throw new AppError('oidc-begin-again')
      const { purpose } = begun
      if (purpose.kind === 'link') mustBeOwn(current, purpose.sessionId)
      // Before the code is exchanged: of two requests with one answer only one reaches the
      // provider.
      await mustBeFirst(begun)
      const identity = await identify(search, begun)
      switch (purpose.kind) {
        case 'link':
          await accounts.link(identity, mustBeOwn(current, purpose.sessionId))
          return { kind: 'linked' }
        case 'sign-in':
          return { kind: 'signed-in', ...(await accounts.signIn(identity, current)) }
        case 'join': {
          const { invite } = purpose
          // A user who has an account decides on the page of the invitation, as with other sign-in
          // methods.
          if (await accounts.isKnown(identity))
            return { kind: 'invited', invite, ...(await accounts.signIn(identity, current)) }
          const { token, planId } = await invited.join(invite, (trx, own, address) =>
            accounts.openInvited(trx, own, { identity, address, current }),
          )
          return { kind: 'joined', token, planId }
        }
      }
    },

    async signOutUrl({ startedBy: { method, issuer } }, idToken) {
      return method === 'oidc' && issuer === settings.issuer ? provider.signOutUrl(idToken) : null
    },

    noCookie: () => begunSignIns.noCookie(),
  }
}
