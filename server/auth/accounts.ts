import type { PlanWriter } from '#server/plans/plan-writer.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import { createGuard, type Guard } from './guard.ts'
import { createSessionCookie } from './session-cookie.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createSignInLinks, type SignInLinks } from './sign-in-links.ts'

/**
 * Assembles the account services for both the server and the command line, so that a link made by
 * one works in the other. Every sign-in method begins a session by `sessions.write`, as links do.
 */
export function openAccounts(given: {
  db: Storage
  publicUrl: string
  clock: Clock
  ids: Ids
  writer: PlanWriter
}): { guard: Guard; sessions: Sessions; links: SignInLinks } {
  const sessions = createSessions({ ...given, cookie: createSessionCookie(given.publicUrl) })
  return {
    sessions,
    guard: createGuard({ db: given.db, sessions }),
    links: createSignInLinks({ ...given, sessions }),
  }
}
