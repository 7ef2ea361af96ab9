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

/** Who may sign in before anyone else can: whoever reads the terminal of a new installation. */
export const firstCoordinator = {
  name: 'Coördinator',
  email: 'coordinator@wijktafel.invalid',
} as const

/** Addresses are compared in one spelling, the one that is stored. */
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

/** In the caller's transaction, so that a user, a membership and its event commit together. */
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

/** A person as they know themself, in the session that they are in. */
export function toMe({ userId, name, email, isAdmin, startedBy, reach }: Session): Me {
  return {
    id: userId,
    name,
    email,
    isAdmin,
    // The address of the first one is no address: who has not given another can never come back by mail.
    needsName: email === firstCoordinator.email,
    startedBy,
    reach,
  }
}
