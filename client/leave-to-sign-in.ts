import { navigate } from 'wouter/use-browser-location'
import { queryKeys } from './hooks/query-keys.ts'
import { losesWork } from './open-work.ts'
import { queryClient } from './query-client.ts'
import { signInPath } from './session.ts'

/** Pages that someone without a session is meant to see. */
const publicPaths = [
  '/sign-in',
  '/invite',
  '/verbindingstest',
  '/afmelden',
  '/lezen',
  '/tekenen',
  '/controle',
] as const
export type PublicPath = (typeof publicPaths)[number]

/** The session is over, as a REST answer or the plan's connection told: sign in and come back here. */
export function leaveToSignIn(): void {
  const { pathname, search } = window.location
  if (publicPaths.some((path) => path === pathname)) return
  // The page of the plan says so itself, beside the work that is nowhere else.
  if (losesWork()) return
  // First, because a sign-in page that still knows someone sends them straight back.
  queryClient.setQueryData(queryKeys.me, null)
  navigate(signInPath(pathname + search), { replace: true })
}
