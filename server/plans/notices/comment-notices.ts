import { maySeeComments } from '#server/plans/comment-access.ts'
import { heldBy } from '#server/storage/merged-accounts.ts'
import type { NoticeReason } from '#server/storage/tables/mail.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import type { Role } from '#shared/access.ts'
import type { Discipline } from '#shared/disciplines.ts'
import { type MailQueue, type Notice, queueNotices } from './queue.ts'

type Happened = { planId: string; threadId: string; seq: number; actor: string }
type Written = Happened & { commentId: string; mentions: readonly string[] }
type NotifiedMember = { userId: string; role: Role; discipline: Discipline | null }

/**
 * Recipients of a notice about a comment. A mentioned or asked user: always. A reply, a resolution
 * or a reopening: the participants of the thread. A new thread: the coordinators. Never its author.
 */

export async function noteThread(
  queue: MailQueue,
  trx: StorageTransaction,
  at: Written,
  askedDiscipline: Discipline | null,
): Promise<void> {
  if (!queue.isOn) return
  const members = await commentReaders(trx, at.planId)
  const asked = members.filter(
    (member) => askedDiscipline !== null && member.discipline === askedDiscipline,
  )
  const coordinators = members.filter((member) => member.role === 'coordinator')
  await tell(queue, trx, { ...at, about: at.commentId, members }, [
    ['mentioned', at.mentions],
    ['asked', idsOf(asked)],
    ['begun', idsOf(coordinators)],
  ])
}

export async function noteReply(
  queue: MailQueue,
  trx: StorageTransaction,
  at: Written,
): Promise<void> {
  if (!queue.isOn) return
  const members = await commentReaders(trx, at.planId)
  await tell(queue, trx, { ...at, about: at.commentId, members }, [
    ['mentioned', at.mentions],
    ['replied', await participants(trx, at.threadId, members)],
  ])
}

/** After an edit only newly mentioned users are notified. */
export async function noteMentions(
  queue: MailQueue,
  trx: StorageTransaction,
  at: Written,
): Promise<void> {
  if (!queue.isOn || at.mentions.length === 0) return
  await tell(
    queue,
    trx,
    { ...at, about: at.commentId, members: await commentReaders(trx, at.planId) },
    [['mentioned', at.mentions]],
  )
}

export async function noteResolved(
  queue: MailQueue,
  trx: StorageTransaction,
  at: Happened,
  isResolved: boolean,
): Promise<void> {
  if (!queue.isOn) return
  const members = await commentReaders(trx, at.planId)
  await tell(queue, trx, { ...at, about: `${at.threadId}/${at.seq}`, members }, [
    [isResolved ? 'resolved' : 'reopened', await participants(trx, at.threadId, members)],
  ])
}

type Groups = readonly (readonly [reason: NoticeReason, userIds: readonly string[]])[]

/** The first group that contains a user gives the reason of the notice. */
async function tell(
  queue: MailQueue,
  trx: StorageTransaction,
  {
    actor,
    about,
    members,
    planId,
    threadId,
    seq,
  }: Happened & { about: string; members: readonly NotifiedMember[] },
  groups: Groups,
): Promise<void> {
  const present = new Set(idsOf(members))
  const told = new Set([actor])
  const notices: Notice[] = []
  for (const [reason, userIds] of groups) {
    for (const userId of userIds) {
      if (told.has(userId) || !present.has(userId)) continue
      told.add(userId)
      notices.push({ userId, about, planId, threadId, seq, reason })
    }
  }
  await queueNotices(queue, trx, notices)
}

async function commentReaders(trx: StorageTransaction, planId: string): Promise<NotifiedMember[]> {
  const plan = await trx
    .selectFrom('plans')
    .select('readers_see_comments')
    .where('id', '=', planId)
    .executeTakeFirstOrThrow()
  const rows = await trx
    .selectFrom('members')
    .select(['user_id', 'role', 'discipline'])
    .where('plan_id', '=', planId)
    .orderBy('user_id')
    .execute()
  return rows
    .filter((row) => maySeeComments(row.role, plan))
    .map((row) => ({ userId: row.user_id, role: row.role, discipline: row.discipline }))
}

/**
 * The author of the thread, authors of comments in it, mentioned users, and members of the asked
 * discipline.
 */
async function participants(
  trx: StorageTransaction,
  threadId: string,
  members: readonly NotifiedMember[],
): Promise<string[]> {
  const thread = await trx
    .selectFrom('threads')
    .select([heldBy('created_by').as('created_by'), 'asked_discipline'])
    .where('id', '=', threadId)
    .executeTakeFirstOrThrow()
  const comments = await trx
    .selectFrom('comments')
    .select([heldBy('author_id').as('author_id'), 'mentions'])
    .where('thread_id', '=', threadId)
    .where('deleted_at', 'is', null)
    .execute()
  const asked = members.filter(
    (member) => thread.asked_discipline !== null && member.discipline === thread.asked_discipline,
  )
  return [
    thread.created_by,
    ...comments.flatMap((comment) => [
      comment.author_id,
      ...(JSON.parse(comment.mentions) as string[]),
    ]),
    ...idsOf(asked),
  ]
}

const idsOf = (members: readonly NotifiedMember[]): string[] =>
  members.map((member) => member.userId)
