import { createChallenges } from '#server/auth/challenges.ts'
import { createPasskeys } from '#server/auth/passkeys.ts'
import { createRateLimit } from '#server/http/rate-limit.ts'
import { type MeDependencies, mountMe } from '#server/resources/me.ts'
import { type MyDataDependencies, mountMyData } from '#server/resources/my-data.ts'
import { mountPasskeys } from '#server/resources/passkeys.ts'
import type { Ids } from '#server/runtime.ts'
import type { Module } from './module.ts'

type Needs = MeDependencies &
  Omit<MyDataDependencies, 'limit'> & {
    ids: Ids
    publicUrl: string
    /** The origins of our own pages. */
    origins: ReadonlySet<string>
    secret: string
  }

/** Signing in and out, passkeys, sessions and the data of an account. */
export function accountsModule({ ids, publicUrl, origins, secret, ...needs }: Needs): Module {
  const { db, sessions, mailer, failedTokens, clock } = needs
  const limit = createRateLimit({ clock, limit: 'exportsPerPerson' })
  const challenges = createChallenges({ secret, clock })
  const passkeys = createPasskeys({ db, sessions, challenges, clock, ids, publicUrl, origins })
  return {
    routes(router) {
      mountMe(router, needs)
      mountPasskeys(router, {
        passkeys,
        sessions,
        failedTokens,
        isMailConfigured: mailer.isConfigured,
      })
      mountMyData(router, { ...needs, limit })
    },
  }
}
