import { type MailQueue, type NewLetter, queueLetters } from '#server/plans/notices/queue.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { SignLinkRow } from '#server/storage/tables/agreement.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { hashOfToken } from '#server/storage/token-hash.ts'
import { AppError } from '#shared/errors.ts'
import type { StartedBy } from '#shared/started-by.ts'

/** Personal, for one answer on one version; only its hash is stored. */
export type SignRequest = {
  userId: string
  seat: string
  seatLabel: string
  token: string
  email: string
  name: string
}

export type AskedPerson = {
  user: { id: string; name: string }
  seatLabel: string
  isMailed: boolean
}
export type Requests = {
  /** Links that no mail server delivers. */
  requests: SignRequest[]
  asked: AskedPerson[]
}

const graceMs = 24 * 60 * 60 * 1000

type NewLink = {
  planId: string
  versionId: string
  deadline: string
  userId: string
  seat: string
  sentBy: NonNullable<SignLinkRow['sent_by']>
}

/** A link that is valid until the day after the deadline. The token is returned only here. */
export async function makeSignLink(
  db: Storage | StorageTransaction,
  { clock, ids }: { clock: Clock; ids: Ids },
  { planId, versionId, deadline, userId, seat, sentBy }: NewLink,
): Promise<{ token: string }> {
  const token = ids.secret()
  await db
    .insertInto('sign_links')
    .values({
      id: ids.next(),
      token_hash: hashOfToken(token),
      plan_id: planId,
      version_id: versionId,
      seat,
      user_id: userId,
      created_at: clock.now(),
      expires_at: Math.max(Date.parse(`${deadline}T23:59:59Z`), clock.now()) + graceMs,
      used_at: null,
      sent_by: sentBy,
    })
    .execute()
  return { token }
}

/**
 * Sends each of these people a link: by a letter in the outbox, in the caller's transaction, or
 * without a mail server by a link that the caller hands over.
 */
export async function askToSign(
  trx: StorageTransaction,
  { clock, ids, mail }: { clock: Clock; ids: Ids; mail: MailQueue },
  {
    people,
    kind,
    ...version
  }: {
    planId: string
    versionId: string
    deadline: string
    kind: 'sign' | 'sign-reminder'
    people: readonly { userId: string; seat: string; seatLabel: string }[]
  },
): Promise<Requests> {
  const requests: SignRequest[] = []
  const letters: NewLetter[] = []
  const asked: Omit<AskedPerson, 'isMailed'>[] = []
  for (const person of people) {
    const user = await trx
      .selectFrom('user')
      .select(['email', 'name'])
      .where('id', '=', person.userId)
      .executeTakeFirst()
    if (user === undefined) continue
    const { userId, seatLabel } = person
    asked.push({ user: { id: userId, name: user.name }, seatLabel })
    if (mail.isOn)
      letters.push({
        kind,
        userId: person.userId,
        dueAt: clock.now(),
        sign: { versionId: version.versionId, seat: person.seat },
      })
    else
      requests.push({
        ...person,
        ...user,
        ...(await makeSignLink(trx, { clock, ids }, { ...version, ...person, sentBy: 'log' })),
      })
  }
  const queued = await queueLetters(mail, trx, letters)
  return {
    requests,
    asked: asked.map((one, index) => ({ ...one, isMailed: (queued[index] ?? null) !== null })),
  }
}

/**
 * How this link identifies its user. A letter went to the address of the account. Without a mail
 * server the link was written to the log, so the operator delivered it and could have used it.
 */
export function signedInByOf({ sent_by }: Pick<SignLinkRow, 'sent_by'>): StartedBy | null {
  if (sent_by === null) return null
  return { method: sent_by === 'mail' ? 'mail' : 'handed' }
}

/**
 * The question behind a link; reading it does not consume it. Rejects with `sign-link-invalid` if
 * it is used, expired or unknown.
 */
export async function findSignLink(db: Storage | StorageTransaction, token: string, now: number) {
  const link = await db
    .selectFrom('sign_links')
    .innerJoin('plans', 'plans.id', 'sign_links.plan_id')
    .innerJoin('user', 'user.id', 'sign_links.user_id')
    .where('sign_links.token_hash', '=', hashOfToken(token))
    .where('plans.deleted_at', 'is', null)
    .selectAll('sign_links')
    .select(['plans.title as plan_title', 'plans.status', 'user.name as user_name'])
    .executeTakeFirst()
  if (link === undefined || link.used_at !== null || link.expires_at <= now)
    throw new AppError('sign-link-invalid')
  return link
}

/**
 * Consumes a link in the transaction of the answer: one answer per link, also with concurrent
 * requests.
 */
export async function consumeSignLink(
  trx: StorageTransaction,
  token: string,
  now: number,
): Promise<void> {
  const used = await trx
    .updateTable('sign_links')
    .set({ used_at: now })
    .where('token_hash', '=', hashOfToken(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('id')
    .executeTakeFirst()
  if (used === undefined) throw new AppError('sign-link-invalid')
}
