import { browserClock } from './sync/clock.ts'

const rememberedKey = 'wijktafel:return'
const rememberedForMs = 60 * 60 * 1000

/** Only a path on this site: a link to the sign-in page must not redirect users to another site afterwards. */
export function safeReturnPath(path: string | null | undefined): string | null {
  if (path === null || path === undefined || !/^\/(?![/\\])/.test(path) || /[\\\s]/.test(path))
    return null
  return path.startsWith('/sign-in') ? null : path
}

export function signInPath(from: string): string {
  const path = safeReturnPath(from)
  return path === null || path === '/' ? '/sign-in' : `/sign-in?return=${encodeURIComponent(path)}`
}

/** The mailed link opens in another tab, which does not have the address that the user came from. */
export function rememberReturn(path: string | null): void {
  try {
    if (path === null) localStorage.removeItem(rememberedKey)
    else localStorage.setItem(rememberedKey, JSON.stringify({ path, at: browserClock.now() }))
  } catch {
    // Without storage, signing in ends at the list of plans.
  }
}

export function takeRememberedReturn(): string | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(rememberedKey) ?? 'null')
    localStorage.removeItem(rememberedKey)
    if (typeof stored !== 'object' || stored === null || !('path' in stored) || !('at' in stored))
      return null
    if (
      typeof stored.path !== 'string' ||
      typeof stored.at !== 'number' ||
      browserClock.now() - stored.at > rememberedForMs
    )
      return null
    return safeReturnPath(stored.path)
  } catch {
    return null
  }
}
