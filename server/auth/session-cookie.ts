/**
 * The cookie that carries a session's token: unreadable for scripts, and not sent with cross-site
 * requests.
 */
export type SessionCookie = {
  /** The token in the cookies of a request; null if there is none. */
  read(cookies: string | null): string | null
  set(token: string, lifetimeMs: number): Headers
  remove(): Headers
}

export function createSessionCookie(publicUrl: string): SessionCookie {
  const isSecure = publicUrl.startsWith('https:')
  const name = nameOfSessionCookie(publicUrl)
  const write = (value: string, maxAgeSeconds: number) =>
    new Headers({
      'set-cookie': `${name}=${value}; Max-Age=${maxAgeSeconds}; Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`,
    })
  return {
    read(cookies) {
      const pair = cookies?.split(';').find((cookie) => cookie.trimStart().startsWith(`${name}=`))
      // Cookies of earlier releases have a signature after a dot. The token alone can't be guessed,
      // and is stored as a hash.
      return (
        pair
          ?.trim()
          .slice(name.length + 1)
          .split(/[.%]/, 1)[0] || null
      )
    },
    set: (token, lifetimeMs) => write(token, Math.floor(lifetimeMs / 1000)),
    remove: () => write('', 0),
  }
}

/**
 * With this prefix a browser accepts the cookie over https only, so that no other page on the
 * network can plant one.
 */
export function nameOfSessionCookie(publicUrl: string): string {
  return `${publicUrl.startsWith('https:') ? '__Secure-' : ''}wijktafel.session_token`
}
