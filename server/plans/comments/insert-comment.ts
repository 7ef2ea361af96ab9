import { endOf } from '#server/plans/consultation/read-consultation.ts'
import { recordNotBsn } from '#server/plans/record-not-bsn.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import type { CreateComment } from '#shared/api/comments.ts'
import { seesTarget } from '#shared/comments/shown-targets.ts'
import { writtenAtOf } from '#shared/comments/written-at.ts'
import type { Target } from '#shared/plan/content.ts'

type NewComment = {
  planId: string
  threadId: string
  userId: string
  commentId: string
  answerId: string
  place: string
  seq: number
  now: number
  mentions: string[]
}

/** Inserts a comment, and the stored reason why a number in it is no BSN. */
export async function insertComment(
  tx: StorageTransaction,
  { commentId, answerId, threadId, planId, userId, place, seq, now, mentions }: NewComment,
  given: CreateComment,
): Promise<void> {
  const plan = await tx
    .selectFrom('plans')
    .select('created_at')
    .where('id', '=', planId)
    .executeTakeFirstOrThrow()
  const writtenAt = writtenAtOf(given.writtenAt, { planMade: plan.created_at, now })
  await tx
    .insertInto('comments')
    .values({
      id: commentId,
      thread_id: threadId,
      seq,
      author_id: userId,
      client_id: given.clientId ?? null,
      body: given.body,
      mentions: JSON.stringify(mentions),
      created_at: now,
      written_at: writtenAt,
      is_late: (await isLate(tx, planId, { writtenAt, now })) ? 1 : 0,
    })
    .execute()
  if (given.notBsn !== undefined)
    await recordNotBsn(tx, {
      id: answerId,
      plan_id: planId,
      user_id: userId,
      at: now,
      place: `Reactie bij ${place}`,
      reason: given.notBsn,
    })
}

/**
 * Those of the mentioned users who can read the comment: a user may have left the plan while it was
 * on its way, and a user who was invited to other parts must not be called to a place that is
 * hidden from them.
 */
export async function mentionable(
  tx: StorageTransaction,
  formats: Formats,
  { planId, target }: { planId: string; target: Target },
  userIds: readonly string[],
): Promise<string[]> {
  if (userIds.length === 0) return []
  const rows = await tx
    .selectFrom('members')
    .innerJoin('plans', 'plans.id', 'members.plan_id')
    .select(['members.user_id', 'members.sections', 'plans.format_id', 'plans.format_version'])
    .where('members.plan_id', '=', planId)
    .where('members.user_id', 'in', userIds)
    .execute()
  const readers = rows.filter(({ sections, format_id, format_version }) => {
    const format = formats.find(format_id, format_version)
    return (
      sections === null ||
      (format !== null && seesTarget(target, format, JSON.parse(sections) as string[]))
    )
  })
  const present = new Set(readers.map((row) => row.user_id))
  return [...new Set(userIds)].filter((id) => present.has(id))
}

/**
 * Whether a comment was written during a consultation, by its writer's clock, and received after
 * that consultation ended.
 */
async function isLate(
  trx: StorageTransaction,
  planId: string,
  { writtenAt, now }: { writtenAt: number | null; now: number },
): Promise<boolean> {
  if (writtenAt === null) return false
  const then = await trx
    .selectFrom('consultations')
    .select(['closed_at', 'deadline'])
    .where('plan_id', '=', planId)
    .where('opened_at', '<=', writtenAt)
    .where('deadline', '>', writtenAt)
    .execute()
  return then.some((consultation) => writtenAt < endOf(consultation) && endOf(consultation) <= now)
}
