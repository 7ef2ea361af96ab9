import type { UserTable } from '#server/storage/tables/accounts.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import type { Me } from '#shared/api/me.ts'
import { firstCoordinator } from './auth.ts'

type NewUser = {
  id: string
  name: string
  email: string
  isAdmin: boolean
  isEmailProven: boolean
  now: number
}

/** Addresses are compared in one spelling, the one better-auth stores. */
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

/** Our own insert and not better-auth's, so that a user, a membership and its event commit together. */
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

export async function hasUsers(db: Storage): Promise<boolean> {
  return (await db.selectFrom('user').select('id').limit(1).executeTakeFirst()) !== undefined
}

export function toMe(user: {
  id: string
  name: string
  email: string
  isAdmin: boolean | number
}): Me {
  const { id, name, email } = user
  return {
    id,
    name,
    email,
    isAdmin: Boolean(user.isAdmin),
    needsName: name === firstCoordinator.name && email === firstCoordinator.email,
  }
}
