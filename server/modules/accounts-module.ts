import { createChallenges } from '#server/auth/challenges.ts'
import { join } from '#server/auth/join-plan.ts'
import { createAccountMerging } from '#server/auth/merging/account-merging.ts'
import { createBegunSignIns } from '#server/auth/oidc/begun-sign-in.ts'
import type { OrganisationAccess } from '#server/auth/oidc/client-credential.ts'
import { createOidc, type Invited, type Oidc } from '#server/auth/oidc/oidc.ts'
import { createOrganisationAccounts } from '#server/auth/oidc/organisation-accounts.ts'
import { createProvider } from '#server/auth/oidc/provider.ts'
import { createPasskeys } from '#server/auth/passkeys.ts'
import { createRateLimit } from '#server/http/rate-limit.ts'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import { mountInbox } from '#server/resources/inbox.ts'
import { findInvite, isOpen } from '#server/resources/invites-queries.ts'
import { type MeDependencies, mountMe } from '#server/resources/me.ts'
import { mountMerges } from '#server/resources/merges.ts'
import { type MyDataDependencies, mountMyData } from '#server/resources/my-data.ts'
import { mountOidc } from '#server/resources/oidc.ts'
import { mountPasskeys } from '#server/resources/passkeys.ts'
import type { Ids } from '#server/runtime.ts'
import { AppError } from '#shared/errors.ts'
import type { Module } from './module.ts'

type Needs = Omit<MeDependencies, 'organisationSignOut'> &
  Omit<MyDataDependencies, 'limit'> & {
    ids: Ids
    writer: PlanWriter
    publicUrl: string
    /** The origins of our own pages. */
    origins: ReadonlySet<string>
    secret: string
    /** The organisation whose accounts can sign in; null if none is configured. */
    organisation: OrganisationAccess | null
  }

/** Signing in and out, passkeys, organisations, sessions and the data of an account. */
export function accountsModule(needs: Needs): Module {
  const { db, sessions, mailer, failedTokens, clock, ids, publicUrl, origins, secret } = needs
  const limit = createRateLimit({ clock, limit: 'exportsPerPerson' })
  const challenges = createChallenges({ secret, clock })
  const passkeys = createPasskeys({ db, sessions, challenges, clock, ids, publicUrl, origins })
  const oidc = oidcOf(needs)
  return {
    routes(router) {
      mountMe(router, {
        ...needs,
        organisationSignOut: async (session, idToken) =>
          (await oidc?.signOutUrl(session, idToken)) ?? null,
      })
      mountPasskeys(router, {
        passkeys,
        sessions,
        failedTokens,
        isMailConfigured: mailer.isConfigured,
      })
      mountOidc(router, {
        oidc,
        sessions,
        failedTokens,
        isMailConfigured: mailer.isConfigured,
      })
      mountMerges(router, { ...needs, merging: createAccountMerging(needs) })
      mountMyData(router, { ...needs, limit })
      mountInbox(router, needs)
    },
  }
}

function oidcOf(needs: Needs): Oidc | null {
  if (needs.organisation === null) return null
  const { settings } = needs.organisation
  return createOidc({
    ...needs,
    settings,
    provider: createProvider({ ...needs, ...needs.organisation }),
    begunSignIns: createBegunSignIns(needs),
    accounts: createOrganisationAccounts({ ...needs, settings }),
    invited: invitedOf(needs),
  })
}

function invitedOf({ db, sessions, writer, ids, clock, failedTokens }: Needs): Invited {
  async function mustBeOpen(token: string) {
    const invite = await findInvite(db, token)
    if (invite === undefined) throw await failedTokens.refusal('invite', 'invite-invalid')
    if (!isOpen(invite, clock.now())) throw new AppError('invite-invalid')
    return invite
  }
  return {
    async mustBeOpen(token) {
      await mustBeOpen(token)
    },
    async join(token, open) {
      const invite = await mustBeOpen(token)
      const joined = await join(
        { sessions, writer, ids },
        invite,
        { kind: 'account', open: (trx, own) => open(trx, own, invite.email) },
        clock.now(),
      )
      if (joined === null) throw new Error('An account was opened without a session.')
      return { token: joined, planId: invite.plan_id }
    },
  }
}
