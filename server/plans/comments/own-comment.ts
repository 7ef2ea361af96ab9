import { noteMentions } from '#server/plans/notices/comment-notices.ts'
import { recordNotBsn } from '#server/plans/record-not-bsn.ts'
import { heldBy } from '#server/storage/merged-accounts.ts'
import type { CommentRow } from '#server/storage/tables/comments.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import { AppError } from '#shared/errors.ts'
import { mentionable } from './insert-comment.ts'
import { mentionsOf } from './read-threads.ts'
import { append, mustFindThread, type ThreadDeps } from './write-threads.ts'

type AtComment = { planId: string; threadId: string; commentId: string; userId: string }

/** Each resolves with whether it changed anything. */

export async function changeComment(
  { writer, formats, clock, ids, mail }: ThreadDeps,
  { planId, threadId, commentId, userId }: AtComment,
  given: { body: string; mentions?: string[] | undefined; notBsn?: string | undefined },
): Promise<boolean> {
  return writer.writePlan(planId, userId, async (tx, plan) => {
    const { place, target } = await mustFindThread(tx, threadId)
    const comment = await mustBeOwn(tx, { threadId, commentId, userId })
    const mentions =
      given.mentions === undefined
        ? mentionsOf(comment)
        : await mentionable(tx, formats, { planId, target: JSON.parse(target) }, given.mentions)
    if (given.body === comment.body && JSON.stringify(mentions) === comment.mentions) return false
    const now = clock.now()
    const seq = await append(tx, plan, { type: 'comment.changed', threadId, commentId })
    await tx
      .updateTable('comments')
      .set({ body: given.body, mentions: JSON.stringify(mentions), edited_at: now })
      .where('id', '=', commentId)
      .execute()
    if (given.notBsn !== undefined)
      await recordNotBsn(tx, {
        id: ids.next(),
        plan_id: planId,
        user_id: userId,
        at: now,
        place: `Reactie bij ${place}`,
        reason: given.notBsn,
      })
    const named = mentionsOf(comment)
    await noteMentions(mail, tx, {
      planId,
      threadId,
      commentId,
      seq,
      actor: userId,
      mentions: mentions.filter((id) => !named.includes(id)),
    })
    return true
  })
}

/**
 * The text is erased from the row itself. A thread disappears with its last comment:
 * `isThreadGone`.
 */
export async function removeComment(
  { writer, clock }: ThreadDeps,
  { planId, threadId, commentId, userId }: AtComment,
): Promise<{ isThreadGone: boolean }> {
  return writer.writePlan(planId, userId, async (tx, plan) => {
    await mustFindThread(tx, threadId)
    await mustBeOwn(tx, { threadId, commentId, userId })
    const now = clock.now()
    await append(tx, plan, { type: 'comment.removed', threadId, commentId })
    await tx
      .updateTable('comments')
      .set({ body: '', mentions: '[]', deleted_at: now })
      .where('id', '=', commentId)
      .execute()
    await tx.deleteFrom('comment_likes').where('comment_id', '=', commentId).execute()
    const left = await tx
      .selectFrom('comments')
      .select('id')
      .where('thread_id', '=', threadId)
      .where('deleted_at', 'is', null)
      .limit(1)
      .executeTakeFirst()
    if (left === undefined)
      await tx
        .updateTable('threads')
        .set({ deleted_at: now, place: '', range: null })
        .where('id', '=', threadId)
        .execute()
    return { isThreadGone: left === undefined }
  })
}

export async function setLike(
  { writer, clock }: ThreadDeps,
  { planId, threadId, commentId, userId }: AtComment,
  isLiked: boolean,
): Promise<boolean> {
  return writer.writePlan(planId, userId, async (tx, plan) => {
    await mustFindThread(tx, threadId)
    await mustFindComment(tx, { threadId, commentId })
    const likes = { comment_id: commentId, user_id: userId }
    const changed = isLiked
      ? await tx
          .insertInto('comment_likes')
          .values({ ...likes, liked_at: clock.now() })
          .onConflict((conflict) => conflict.doNothing())
          .returning('user_id')
          .executeTakeFirst()
      : await tx
          .deleteFrom('comment_likes')
          .where('comment_id', '=', commentId)
          .where('user_id', '=', userId)
          .returning('user_id')
          .executeTakeFirst()
    if (changed === undefined) return false
    await append(tx, plan, { type: 'comment.changed', threadId, commentId })
    return true
  })
}

async function mustFindComment(
  tx: StorageTransaction,
  { threadId, commentId }: Omit<AtComment, 'planId' | 'userId'>,
): Promise<CommentRow & { held_by: string }> {
  const comment = await tx
    .selectFrom('comments')
    .selectAll()
    .select(heldBy('author_id').as('held_by'))
    .where('id', '=', commentId)
    .where('thread_id', '=', threadId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (comment === undefined) throw new AppError('thread-not-found')
  return comment
}

async function mustBeOwn(
  tx: StorageTransaction,
  at: Omit<AtComment, 'planId'>,
): Promise<CommentRow> {
  const comment = await mustFindComment(tx, at)
  if (comment.held_by !== at.userId) throw new AppError('not-yours')
  return comment
}
