import { createHash } from 'node:crypto'
import type { Clock, Ids } from '#server/runtime.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { AppError } from '#shared/errors.ts'

/** Personal, for one answer on one version; only its hash is kept. */
export type SignRequest = { userId: string; seat: string; seatLabel: string; token: string; email: string; name: string }

const graceMs = 24 * 60 * 60 * 1000

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** A link for each person, good until the day after the deadline. */
export async function makeSignLinks(
  trx: StorageTransaction,
  { clock, ids }: { clock: Clock; ids: Ids },
  { planId, versionId, deadline, people }: { planId: string; versionId: string; deadline: string; people: readonly { userId: string; seat: string; seatLabel: string }[] },
): Promise<SignRequest[]> {
  const requests: SignRequest[] = []
  for (const person of people) {
    const user = await trx.selectFrom('user').select(['email', 'name']).where('id', '=', person.userId).executeTakeFirst()
    if (user === undefined) continue
    const token = ids.secret()
    await trx
      .insertInto('sign_links')
      .values({
        id: ids.next(),
        token_hash: hashOf(token),
        plan_id: planId,
        version_id: versionId,
        seat: person.seat,
        user_id: person.userId,
        created_at: clock.now(),
        expires_at: Math.max(Date.parse(`${deadline}T23:59:59Z`), clock.now()) + graceMs,
        used_at: null,
      })
      .execute()
    requests.push({ ...person, ...user, token })
  }
  return requests
}

/** What a link is for; reading it consumes nothing. Rejects with `sign-link-invalid` when it was used, has expired or never was. */
export async function findSignLink(db: Storage | StorageTransaction, token: string, now: number) {
  const link = await db
    .selectFrom('sign_links')
    .innerJoin('plans', 'plans.id', 'sign_links.plan_id')
    .innerJoin('user', 'user.id', 'sign_links.user_id')
    .where('sign_links.token_hash', '=', hashOf(token))
    .where('plans.deleted_at', 'is', null)
    .selectAll('sign_links')
    .select(['plans.title as plan_title', 'plans.status', 'user.name as user_name'])
    .executeTakeFirst()
  if (link === undefined || link.used_at !== null || link.expires_at <= now) throw new AppError('sign-link-invalid')
  return link
}

/** Uses a link up, in the transaction of the answer: one answer for one link, however many try at once. */
export async function spendSignLink(trx: StorageTransaction, token: string, now: number): Promise<void> {
  const used = await trx
    .updateTable('sign_links')
    .set({ used_at: now })
    .where('token_hash', '=', hashOf(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('id')
    .executeTakeFirst()
  if (used === undefined) throw new AppError('sign-link-invalid')
}
