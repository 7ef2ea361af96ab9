import type { UserTable } from '#server/storage/tables/accounts.ts'
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

/** Addresses are compared in the normalised spelling that is stored. */
export const normalizeEmail = (email: string): string => email.trim().toLowerCase()

export function findUserByEmail(
  db: Storage | StorageTransaction,
  email: string,
): Promise<UserTable | undefined> {
  return db
    .selectFrom('user')
    .selectAll()
    .where('email', '=', normalizeEmail(email))
    .executeTakeFirst()
}

/** Runs in the caller's transaction, so that a user, a membership and its event commit together. */
export async function insertUser(
  db: Storage | StorageTransaction,
  { id, name, email, isAdmin, isEmailProven, now }: NewUser,
): Promise<UserTable> {
  const time = new Date(now).toISOString()
  const row: UserTable = {
    id,
    name,
    email: normalizeEmail(email),
    emailVerified: isEmailProven ? 1 : 0,
    image: null,
    createdAt: time,
    updatedAt: time,
    isAdmin: isAdmin ? 1 : 0,
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
