import type { Clock, Ids } from '#server/runtime.ts'
import type { NoticeReason, OutboxTable } from '#server/storage/tables/mail.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import { defaultRhythm, type MailRhythm } from '#shared/api/mail.ts'
import { limits, type OnLimited } from '#shared/limits.ts'
import { nextDigestAt } from './digest-time.ts'

/** What one person may be told of: by a letter that is due soon, or with the rest of the day or week. */
export type Notice = {
  userId: string
  about: string
  planId: string
  threadId: string
  seq: number
  reason: NoticeReason
}

/** Off where there is no mail server: then nothing is ever put in the outbox. */
export type MailQueue = { isOn: boolean; clock: Clock; ids: Ids; onLimited: OnLimited }

const batchMs = 5 * 60_000
const dayMs = 24 * 60 * 60_000

/** Asked of the person: worth a letter of its own. */
const isPersonal = (reason: NoticeReason): boolean => reason === 'mentioned' || reason === 'asked'

/** In the transaction of what the notice is about: there is a letter if and only if it happened. */
export async function queueNotice(
  queue: MailQueue,
  trx: StorageTransaction,
  notice: Notice,
): Promise<void> {
  if (!queue.isOn) return
  const rhythm = await rhythmOf(trx, notice.userId)
  if (rhythm === 'none') return
  const isDirect = rhythm === 'direct' && isPersonal(notice.reason)
  const known = await trx
    .selectFrom('mail_notices')
    .innerJoin('outbox', 'outbox.id', 'mail_notices.mail_id')
    .where('mail_notices.user_id', '=', notice.userId)
    .where('mail_notices.about', '=', notice.about)
    .select(['outbox.kind', 'outbox.state'])
    .executeTakeFirst()
  // Told already, or about to be. Who is named afterwards in what waits for the digest still hears it at once.
  if (known !== undefined && !(isDirect && known.kind === 'digest' && known.state === 'waiting'))
    return
  const kind = isDirect ? 'direct' : 'digest'
  const now = queue.clock.now()
  const dueAt = isDirect
    ? now + batchMs
    : nextDigestAt(now, rhythm === 'weekly' ? 'weekly' : 'daily')
  const mail_id =
    (await openLetter(trx, notice.userId, kind)) ??
    (await queueLetter(queue, trx, { kind, userId: notice.userId, dueAt }))
  if (mail_id === null) return
  const { userId, about, planId, threadId, seq, reason } = notice
  await trx
    .insertInto('mail_notices')
    .values({ user_id: userId, about, plan_id: planId, thread_id: threadId, seq, reason, mail_id })
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'about']).doUpdateSet({ mail_id, reason, seq }),
    )
    .execute()
}

/** A letter that nobody has begun to send. Touched, so that a sender on another node waits until this notice is in it. */
async function openLetter(
  trx: StorageTransaction,
  userId: string,
  kind: OutboxTable['kind'],
): Promise<string | undefined> {
  const row = await trx
    .updateTable('outbox')
    .set((eb) => ({ due_at: eb.ref('due_at') }))
    .where('user_id', '=', userId)
    .where('kind', '=', kind)
    .where('state', '=', 'waiting')
    .where('attempts', '=', 0)
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

type NewLetter = {
  kind: OutboxTable['kind']
  userId: string
  dueAt: number
  consultationId?: string
  sign?: { versionId: string; seat: string }
}

/** Null when this person had so many letters today that another would only be a nuisance: what it is about stands in the plan. */
export async function queueLetter(
  { clock, ids, onLimited }: MailQueue,
  trx: StorageTransaction,
  { kind, userId, dueAt, consultationId, sign }: NewLetter,
): Promise<string | null> {
  const today = await trx
    .selectFrom('outbox')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('user_id', '=', userId)
    .where('created_at', '>', clock.now() - dayMs)
    .executeTakeFirstOrThrow()
  if (Number(today.count) >= limits.lettersPerDay.max) {
    onLimited('lettersPerDay')
    return null
  }
  const id = ids.next()
  const empty = { claimed_until: null, ended_at: null, reason: null }
  await trx
    .insertInto('outbox')
    .values({
      id,
      kind,
      user_id: userId,
      consultation_id: consultationId ?? null,
      sign_version_id: sign?.versionId ?? null,
      sign_seat: sign?.seat ?? null,
      created_at: clock.now(),
      state: 'waiting',
      due_at: dueAt,
      ...empty,
    })
    .execute()
  return id
}

export async function rhythmOf(
  trx: Pick<StorageTransaction, 'selectFrom'>,
  userId: string,
): Promise<MailRhythm> {
  return (
    (
      await trx
        .selectFrom('mail_settings')
        .select('rhythm')
        .where('user_id', '=', userId)
        .executeTakeFirst()
    )?.rhythm ?? defaultRhythm
  )
}
