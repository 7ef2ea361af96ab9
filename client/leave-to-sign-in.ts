import { navigate } from 'wouter/use-browser-location'
import { queryKeys } from './hooks/query-keys.ts'
import { losesWork } from './open-work.ts'
import { queryClient } from './query-client.ts'
import { signInPath } from './session.ts'

/** Pages for visitors without a session. */
const publicPaths = [
  '/sign-in',
  '/invite',
  '/oidc/callback',
  '/verbindingstest',
  '/afmelden',
  '/lezen',
  '/uitkomsten',
  '/tekenen',
  '/controle',
] as const
export type PublicPath = (typeof publicPaths)[number]

/** Goes to sign-in and back, after a REST answer or the connection of the plan reported that the session ended. */
export function leaveToSignIn(): void {
  const { pathname, search } = window.location
  if (publicPaths.some((path) => path === pathname)) return
  // The page of the plan reports it itself, because it may hold the only copy of the user's work.
  if (losesWork()) return
  // First, because a sign-in page with a cached user sends that user straight back.
  queryClient.setQueryData(queryKeys.me, null)
  navigate(signInPath(pathname + search), { replace: true })
}
