import type { Ids } from '#server/runtime.ts'
import type { SignInLinkRow } from '#server/storage/tables/accounts.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { AppError } from '#shared/errors.ts'
import { meetsNeed } from '#shared/started-by.ts'
import { mustStillHand } from './handed-links.ts'
import { type Opened, proveAddress } from './prove-address.ts'
import type { Session } from './sessions.ts'
import { findUserByEmail, firstCoordinator, hasUsers, insertUser, withoutAddress } from './users.ts'

/**
 * Each start prints such a link, into logs that others may read later: only the last one works,
 * and none once one was used.
 */
export async function forgetFirstLinks(at: Storage | StorageTransaction): Promise<void> {
  await at.deleteFrom('sign_in_links').where('kind', '=', 'first').execute()
}

/**
 * The account a link opens, with what it proves and grants. Runs in the transaction that consumes
 * the link.
 */
export async function accountOf(
  trx: StorageTransaction,
  {
    link,
    current,
    ids,
    now,
  }: { link: SignInLinkRow; current: Session | null; ids: Ids; now: number },
): Promise<Opened> {
  const isContinued = (userId: string) =>
    current?.userId === userId && meetsNeed(current.reach, 'own')
  if (link.kind === 'first') {
    // An unused first link must not create a second administrator once a user exists.
    if (await hasUsers(trx)) throw new AppError('link-invalid')
    await forgetFirstLinks(trx)
    const user = await insertUser(trx, {
      ...firstCoordinator,
      id: ids.next(),
      isAdmin: true,
      isEmailProven: false,
      now,
    })
    return { userId: user.id, ends: [] }
  }
  const userId = link.user_id ?? ''
  if (link.kind === 'handed') {
    await mustStillHand(trx, link)
    return { userId, ends: [{ kind: 'handed', userId }] }
  }
  const email = link.email ?? ''
  const proof = { name: link.name, makesAdmin: link.makes_admin === 1, now }
  const holder = await findUserByEmail(trx, email)
  if (link.kind === 'change') {
    if (!isContinued(userId)) throw new AppError('change-elsewhere')
    if (holder !== undefined && holder.id !== userId) throw new AppError('link-invalid')
    await exchangeAddress(trx, { userId, email })
    return proveAddress(trx, { userId, isContinued: true, ...proof })
  }
  if (holder !== undefined)
    return proveAddress(trx, {
      userId: holder.id,
      isContinued: isContinued(holder.id),
      ...proof,
    })
  if (link.name === null) throw new AppError('link-invalid')
  const user = await insertUser(trx, {
    id: ids.next(),
    name: link.name,
    email,
    isAdmin: link.makes_admin === 1,
    isEmailProven: true,
    now,
  })
  return { userId: user.id, ends: [] }
}

/**
 * If the address came along with a merged account, that account keeps the old one of this account:
 * both still lead here.
 */
async function exchangeAddress(
  trx: StorageTransaction,
  { userId, email }: { userId: string; email: string },
): Promise<void> {
  const setEmail = (id: string, to: string) =>
    trx.updateTable('user').set({ email: to }).where('id', '=', id).execute()
  const merged = await trx
    .selectFrom('user')
    .select('id')
    .where('email', '=', email)
    .where('mergedInto', '=', userId)
    .executeTakeFirst()
  if (merged === undefined) {
    await setEmail(userId, email)
    return
  }
  const { email: old } = await trx
    .selectFrom('user')
    .select('email')
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  // An address is unique at every moment.
  await setEmail(merged.id, withoutAddress(merged.id))
  await setEmail(userId, email)
  await setEmail(merged.id, old)
}
