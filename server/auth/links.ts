import type { Clock, Ids } from '#server/runtime.ts'
import type { UserTable } from '#server/storage/tables/accounts.ts'
import type { Storage } from '#server/storage/tables.ts'
import { AppError } from '#shared/errors.ts'
import { type Auth, firstCoordinator, type TokenReceiver } from './auth.ts'
import { findUserByEmail, hasUsers, insertUser, normalizeEmail } from './users.ts'

export type SignedIn = {
  user: UserTable /** Carries the `set-cookie` of the new session. */
  cookies: Headers
}

export type Links = {
  /** A sign-in URL for someone who has an account; null when nobody has this address. */
  forExisting(email: string): Promise<string | null>
  /** A sign-in URL for this person, whose account is made when needed. Never lowers an administrator. */
  forPerson(person: { email: string; name: string; isAdmin: boolean }): Promise<string>
  /** A sign-in URL that makes the first user; null when there is one already. */
  forFirstCoordinator(): Promise<string | null>
  /** Uses a token up: one session for one token. Rejects with `link-invalid`. */
  consume(token: string): Promise<SignedIn>
  /** The cookies of a new session for a user who was let in by an invitation. */
  signIn(user: Pick<UserTable, 'id' | 'email' | 'emailVerified'>): Promise<Headers>
}

type LinksDependencies = { auth: Auth; db: Storage; clock: Clock; ids: Ids; publicUrl: string }

export function createLinks({ auth, db, clock, ids, publicUrl }: LinksDependencies): Links {
  async function newToken(email: string, name: string): Promise<string> {
    let made: string | null = null
    const metadata: TokenReceiver = {
      receive(token) {
        made = token
      },
    }
    await auth.api.signInMagicLink({
      body: { email: normalizeEmail(email), name, metadata },
      headers: new Headers(),
    })
    if (made === null) throw new Error('No sign-in token was made.')
    return made
  }

  const urlFor = async (email: string, name: string) =>
    `${publicUrl}/sign-in?token=${await newToken(email, name)}`

  /** Each start prints one, into logs that others may read later: only the last may work, and none once it was used. */
  async function forgetFirstLinks(): Promise<void> {
    await db
      .deleteFrom('verification')
      .where('identifier', 'like', 'magic-link:%')
      .where('value', 'like', `%"${firstCoordinator.email}"%`)
      .execute()
  }

  async function consume(token: string): Promise<SignedIn> {
    const response = await auth.api.magicLinkVerify({
      query: { token },
      headers: new Headers(),
      asResponse: true,
    })
    // A refusal comes as a redirect with the reason in its address; a person gets one answer for all of them.
    if (!response.ok) throw new AppError('link-invalid')
    const body: { user: { id: string } } = await response.json()
    const user = await db
      .selectFrom('user')
      .selectAll()
      .where('id', '=', body.user.id)
      .executeTakeFirstOrThrow()
    if (user.email === firstCoordinator.email) await forgetFirstLinks()
    return { user, cookies: cookiesOf(response.headers) }
  }

  return {
    async forExisting(email) {
      const user = await findUserByEmail(db, email)
      return user === undefined ? null : urlFor(user.email, user.name)
    },
    async forPerson({ email, name, isAdmin }) {
      const user = await findUserByEmail(db, email)
      if (user === undefined)
        await insertUser(db, {
          id: ids.next(),
          name,
          email,
          isAdmin,
          isEmailProven: true,
          now: clock.now(),
        })
      else if (isAdmin)
        await db.updateTable('user').set({ isAdmin: 1 }).where('id', '=', user.id).execute()
      return urlFor(email, name)
    },
    async forFirstCoordinator() {
      if (await hasUsers(db)) return null
      await forgetFirstLinks()
      return urlFor(firstCoordinator.email, firstCoordinator.name)
    },
    consume,
    async signIn({ id, email, emailVerified }) {
      // Using a link counts as proof of the address and ends sessions from before it. An invitation is no such proof, so
      // whether the address was proven stays as it was.
      const setProven = (value: number) =>
        db.updateTable('user').set({ emailVerified: value }).where('id', '=', id).execute()
      await setProven(1)
      const { cookies } = await consume(await newToken(email, ''))
      if (emailVerified === 0) await setProven(0)
      return cookies
    },
  }
}

function cookiesOf(from: Headers): Headers {
  const headers = new Headers()
  for (const cookie of from.getSetCookie()) headers.append('set-cookie', cookie)
  return headers
}
