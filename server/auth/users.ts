import type { UserRow } from '#server/storage/tables/accounts.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import type { Me } from '#shared/api/me.ts'
import type { Session } from './sessions.ts'

type NewUser = {
  id: string
  name: string
  email: string
  isAdmin: boolean
  isEmailProven: boolean
  now: number
}

/**
 * The first user, before anyone else can sign in: whoever can read the terminal of a new
 * installation.
 */
export const firstCoordinator = {
  name: 'Coördinator',
  email: 'coordinator@wijktafel.invalid',
} as const

/** For a merged account whose own address leads nowhere, or elsewhere. */
export const withoutAddress = (userId: string): string => `${userId}@samengevoegd.invalid`

/** Addresses are compared in the normalised spelling that is stored. */
export const normalizeEmail = (email: string): string => email.trim().toLowerCase()

/** An address that came along with a merged account leads to the account that holds it now. */
export async function findUserByEmail(
  db: Storage | StorageTransaction,
  email: string,
): Promise<UserRow | undefined> {
  const users = db.selectFrom('user').selectAll()
  const user = await users.where('email', '=', normalizeEmail(email)).executeTakeFirst()
  return user?.mergedInto == null
    ? user
    : users.where('id', '=', user.mergedInto).executeTakeFirst()
}

/** Runs in the caller's transaction, so that a user, a membership and its event commit together. */
export async function insertUser(
  db: Storage | StorageTransaction,
  { id, name, email, isAdmin, isEmailProven, now }: NewUser,
): Promise<UserRow> {
  const time = new Date(now).toISOString()
  const row: UserRow = {
    id,
    name,
    email: normalizeEmail(email),
    emailVerified: isEmailProven ? 1 : 0,
    image: null,
    createdAt: time,
    updatedAt: time,
    isAdmin: isAdmin ? 1 : 0,
    mergedInto: null,
    sortName: null,
    wordsOf: null,
  }
  await db.insertInto('user').values(row).execute()
  return row
}

export async function hasUsers(db: Storage | StorageTransaction): Promise<boolean> {
  return (await db.selectFrom('user').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** The user's own data, as shown in their current session. */
export function toMe({ userId, name, email, isAdmin, startedBy, reach }: Session): Me {
  return {
    id: userId,
    name,
    email,
    isAdmin,
    // The first user's address is a placeholder: until they enter another one they can't sign in
    // again by mail.
    needsName: email === firstCoordinator.email,
    startedBy,
    reach,
  }
}
