import { createHmac, timingSafeEqual } from 'node:crypto'
import { readerOf } from '#server/storage/database.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { Auth } from './auth.ts'

export type Session = {
  userId: string
  name: string
  email: string
  isAdmin: boolean
  /** Milliseconds since 1970; an open websocket must not outlive it. */
  sessionExpiresAt: number
}

export type SessionLookup = {
  /** The session that the cookies of a request name; null when it is none, or has ended. */
  find(cookies: string | null): Session | null
}

type Row = { userId: string; name: string; email: string; isAdmin: number; expiresAt: string }

/**
 * Reads the sessions that better-auth makes, prolongs and ends, without going through it: after a restart everybody comes
 * back in the same second, and each look-up through its layers took longer than opening the plan. The cookie is
 * `<token>.<signature>` and what signs it comes from better-auth's own context, so that it can't drift unseen.
 */
export async function createSessionLookup({
  auth,
  db,
}: {
  auth: Auth
  db: Storage
}): Promise<SessionLookup> {
  const { secret, authCookies } = await auth.$context
  const start = `${authCookies.sessionToken.name}=`
  const sessionOf = readerOf(db).prepare<[string], Row>(
    'select user.id as userId, user.name, user.email, user.isAdmin, session.expiresAt from session join user on user.id = session.userId where session.token = ?',
  )

  return {
    find(cookies) {
      const token = signedToken(cookieValue(cookies, start), secret)
      const row = token === null ? undefined : sessionOf.get(token)
      if (row === undefined) return null
      const sessionExpiresAt = Date.parse(row.expiresAt)
      // By the clock that better-auth counts with.
      if (!(sessionExpiresAt > Date.now())) return null
      return {
        userId: row.userId,
        name: row.name,
        email: row.email,
        isAdmin: row.isAdmin === 1,
        sessionExpiresAt,
      }
    },
  }
}

function cookieValue(cookies: string | null, start: string): string | null {
  const pair = cookies?.split(';').find((cookie) => cookie.trimStart().startsWith(start))
  if (pair === undefined) return null
  try {
    return decodeURIComponent(pair.trim().slice(start.length))
  } catch {
    return null
  }
}

/** The token of `<token>.<signature>` when it was signed here. A token that leaked from a backup alone opens nothing. */
function signedToken(value: string | null, secret: string): string | null {
  const dot = value?.lastIndexOf('.') ?? -1
  if (value === null || dot < 1) return null
  const token = value.slice(0, dot)
  const given = Buffer.from(value.slice(dot + 1), 'base64')
  const expected = createHmac('sha256', secret).update(token).digest()
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : null
}
