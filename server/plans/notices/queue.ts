import { type Clock, type Ids, slicesOf } from '#server/runtime.ts'
import { lockName } from '#server/storage/lock-plans.ts'
import type { NoticeReason, OutboxTable } from '#server/storage/tables/mail.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import { defaultRhythm, type MailRhythm } from '#shared/api/mail.ts'
import { limits, type OnLimited } from '#shared/limits.ts'
import { nextDigestAt } from './digest-time.ts'

/** One notice for one user: in a letter that is sent soon, or in the daily or weekly digest. */
export type Notice = {
  userId: string
  about: string
  planId: string
  threadId: string
  seq: number
  reason: NoticeReason
}

/** `isOn` is false without a mail server: then nothing is put in the outbox. */
export type MailQueue = { isOn: boolean; clock: Clock; ids: Ids; onLimited: OnLimited }

const batchMs = 5 * 60_000
const dayMs = 24 * 60 * 60_000

/** Addressed to this user: sent in a letter of its own. */
const isPersonal = (reason: NoticeReason): boolean => reason === 'mentioned' || reason === 'asked'

/**
 * Rows per statement: a question may go to everyone in a neighbourhood, and a statement costs as
 * much as many rows.
 */
const rowsAtOnce = 250

/**
 * Runs in the transaction of the change that the notices are about: the letter exists if and only
 * if the change was committed. All notices are about the same change; each user gets one.
 */
export async function queueNotices(
  queue: MailQueue,
  trx: StorageTransaction,
  notices: readonly Notice[],
): Promise<void> {
  if (!queue.isOn) return
  for (const some of slicesOf(notices, rowsAtOnce)) await queueSome(queue, trx, some)
}

async function queueSome(
  queue: MailQueue,
  trx: StorageTransaction,
  notices: readonly Notice[],
): Promise<void> {
  const userIds = notices.map((notice) => notice.userId)
  const rhythms = await rhythmsOf(trx, userIds)
  const known = await knownNotices(trx, userIds, notices[0]?.about ?? '')
  const due = notices.flatMap((notice) => {
    const rhythm = rhythms.get(notice.userId) ?? defaultRhythm
    if (rhythm === 'none') return []
    const kind = rhythm === 'direct' && isPersonal(notice.reason) ? 'direct' : 'digest'
    const before = known.get(notice.userId)
    // Already notified, or in a waiting letter. A user who is mentioned later, in a comment that
    // waits for the digest, still gets a letter at once.
    const isToldNow = kind === 'direct' && before?.kind === 'digest' && before.state === 'waiting'
    return before === undefined || isToldNow ? [{ notice, rhythm, kind } as const] : []
  })
  const now = queue.clock.now()
  const letters = new Map<string, string>()
  for (const kind of ['direct', 'digest'] as const) {
    const own = due.filter((one) => one.kind === kind)
    const open = await openLetters(
      trx,
      own.map((one) => one.notice.userId),
      kind,
    )
    const rest = own.filter((one) => !open.has(one.notice.userId))
    const made = await queueLetters(
      queue,
      trx,
      rest.map(({ notice, rhythm }) => ({
        kind,
        userId: notice.userId,
        dueAt:
          kind === 'direct'
            ? now + batchMs
            : nextDigestAt(now, rhythm === 'weekly' ? 'weekly' : 'daily'),
      })),
    )
    for (const [userId, id] of open) letters.set(userId, id)
    rest.forEach(({ notice }, index) => {
      const id = made[index] ?? null
      if (id !== null) letters.set(notice.userId, id)
    })
  }
  const told = due.flatMap(({ notice }) => {
    const mailId = letters.get(notice.userId)
    return mailId === undefined ? [] : [{ notice, mailId }]
  })
  if (told.length === 0) return
  await trx
    .insertInto('mail_notices')
    .values(
      told.map(({ mailId, notice: { userId, about, planId, threadId, seq, reason } }) => ({
        user_id: userId,
        about,
        plan_id: planId,
        thread_id: threadId,
        seq,
        reason,
        mail_id: mailId,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'about']).doUpdateSet((eb) => ({
        mail_id: eb.ref('excluded.mail_id'),
        reason: eb.ref('excluded.reason'),
        seq: eb.ref('excluded.seq'),
      })),
    )
    .execute()
}

async function knownNotices(
  trx: StorageTransaction,
  userIds: readonly string[],
  about: string,
): Promise<Map<string, { kind: OutboxTable['kind']; state: OutboxTable['state'] }>> {
  const rows = await trx
    .selectFrom('mail_notices')
    .innerJoin('outbox', 'outbox.id', 'mail_notices.mail_id')
    .where('mail_notices.user_id', 'in', userIds)
    .where('mail_notices.about', '=', about)
    .select(['mail_notices.user_id', 'outbox.kind', 'outbox.state'])
    .execute()
  return new Map(rows.map(({ user_id, ...letter }) => [user_id, letter]))
}

/**
 * Letters that no sender has claimed. The update locks them, so that a sender on another node waits
 * until these notices are included.
 */
async function openLetters(
  trx: StorageTransaction,
  userIds: readonly string[],
  kind: OutboxTable['kind'],
): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map()
  const rows = await trx
    .updateTable('outbox')
    .set((eb) => ({ due_at: eb.ref('due_at') }))
    .where('user_id', 'in', userIds)
    .where('kind', '=', kind)
    .where('state', '=', 'waiting')
    .where('attempts', '=', 0)
    .returning(['id', 'user_id'])
    .execute()
  return new Map(rows.map((row) => [row.user_id, row.id]))
}

export type NewLetter = {
  kind: OutboxTable['kind']
  userId: string
  dueAt: number
  consultationId?: string
  sign?: { versionId: string; seat: string }
}

/**
 * Returns their ids, in the order of the letters. Null for a user who reached the daily maximum:
 * the plan itself shows the same.
 */
export async function queueLetters(
  queue: MailQueue,
  trx: StorageTransaction,
  letters: readonly NewLetter[],
): Promise<(string | null)[]> {
  const ids: (string | null)[] = []
  for (const some of slicesOf(letters, rowsAtOnce))
    ids.push(...(await insertLetters(queue, trx, some)))
  return ids
}

async function insertLetters(
  { clock, ids, onLimited }: MailQueue,
  trx: StorageTransaction,
  letters: readonly NewLetter[],
): Promise<(string | null)[]> {
  const now = clock.now()
  const today = await lettersToday(
    trx,
    letters.map((letter) => letter.userId),
    clock.now() - dayMs,
  )
  const rows = letters.map(({ kind, userId, dueAt, consultationId, sign }) => {
    const count = today.get(userId) ?? 0
    if (count >= limits.lettersPerDay.max) {
      onLimited('lettersPerDay')
      return null
    }
    today.set(userId, count + 1)
    return {
      id: ids.next(),
      kind,
      user_id: userId,
      consultation_id: consultationId ?? null,
      sign_version_id: sign?.versionId ?? null,
      sign_seat: sign?.seat ?? null,
      created_at: now,
      state: 'waiting' as const,
      due_at: dueAt,
      claimed_until: null,
      ended_at: null,
      reason: null,
    }
  })
  const due = rows.filter((row) => row !== null)
  if (due.length > 0) await trx.insertInto('outbox').values(due).execute()
  return rows.map((row) => row?.id ?? null)
}

/** Far from the maximum nobody waits: as many changes at one moment never mail one user. */
const countedAlone = limits.lettersPerDay.max / 2

/** The plan's lock does not order changes of several plans, so a count near the maximum has a lock. */
async function lettersToday(
  trx: StorageTransaction,
  userIds: readonly string[],
  after: number,
): Promise<Map<string, number>> {
  const today = await lettersSince(trx, userIds, after)
  const near = [...today].flatMap(([userId, count]) => (count < countedAlone ? [] : [userId]))
  for (const userId of near.toSorted()) await lockName(trx, `letters ${userId}`)
  return near.length === 0 ? today : lettersSince(trx, userIds, after)
}

async function lettersSince(
  trx: StorageTransaction,
  userIds: readonly string[],
  after: number,
): Promise<Map<string, number>> {
  const rows = await trx
    .selectFrom('outbox')
    .select((eb) => ['user_id', eb.fn.countAll<number>().as('count')])
    .where('user_id', 'in', userIds)
    .where('created_at', '>', after)
    .groupBy('user_id')
    .execute()
  return new Map(rows.map((row) => [row.user_id, Number(row.count)]))
}

async function rhythmsOf(
  trx: StorageTransaction,
  userIds: readonly string[],
): Promise<Map<string, MailRhythm>> {
  const rows = await trx
    .selectFrom('mail_settings')
    .select(['user_id', 'rhythm'])
    .where('user_id', 'in', userIds)
    .execute()
  return new Map(rows.map((row) => [row.user_id, row.rhythm]))
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
