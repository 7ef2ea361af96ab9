import { createRateLimit } from '#server/http/rate-limit.ts'
import type { Router } from '#server/http/router.ts'
import { mustSeeComments } from '#server/plans/comment-access.ts'
import { changedThreads } from '#server/plans/comments/changed-threads.ts'
import { findPlace } from '#server/plans/comments/find-place.ts'
import { changeComment, removeComment, setLike } from '#server/plans/comments/own-comment.ts'
import { findSentThread } from '#server/plans/comments/sent-comments.ts'
import { shownThread } from '#server/plans/comments/shown-threads.ts'
import {
  addComment,
  addThread,
  changeThread,
  type ThreadDeps,
} from '#server/plans/comments/write-threads.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import { markThreadsSeen } from '#server/plans/seen.ts'
import type { PlanRooms } from '#server/sync/plan-rooms.ts'
import {
  createComment,
  createThread,
  deleteComment,
  getThread,
  likeComment,
  listThreads,
  markSeen,
  updateComment,
  updateThread,
} from '#shared/api/comments.ts'

export type ThreadsDependencies = ThreadDeps & { rooms: PlanRooms; reading: PlanReading }

export function mountThreads(
  router: Router,
  { rooms, reading, ...writing }: ThreadsDependencies,
): void {
  const { db, clock } = writing
  const pace = createRateLimit({ clock, limit: 'commentsMade' })

  router.member(listThreads, async ({ planId, actor, membership, query }) => {
    await mustSeeComments(db, planId, membership.role)
    return changedThreads(
      { db, reading, formats: writing.formats },
      { planId, userId: actor.userId, parts: membership.parts, ...query, epoch: query.epoch },
    )
  })

  router.member(createThread, async ({ planId, actor, membership: { parts }, body }) => {
    const { userId } = actor
    pace.mustTake(userId)
    const sent = await findSentThread(db, { planId, userId }, body.clientId)
    // Outside the transaction: there is one connection, and reading a plan may need it.
    const threadId =
      sent ??
      (await addThread(
        writing,
        { planId, userId },
        await findPlace({ db, reading, rooms }, { planId, parts }, body),
        body,
      ))
    return shownThread({ db, reading }, { planId, userId, threadId, parts })
  })

  router.thread(getThread, async ({ planId, threadId, actor, membership }) => {
    await mustSeeComments(db, planId, membership.role)
    return shownThread(
      { db, reading },
      { planId, userId: actor.userId, threadId, parts: membership.parts },
    )
  })

  router.thread(updateThread, async ({ planId, threadId, actor, membership, body }) => {
    const at = { planId, threadId, userId: actor.userId, parts: membership.parts }
    await changeThread(writing, { ...at, role: membership.role }, body)
    return shownThread({ db, reading }, at)
  })

  router.thread(createComment, async ({ planId, threadId, actor, membership: { parts }, body }) => {
    const at = { planId, threadId, userId: actor.userId, parts }
    pace.mustTake(actor.userId)
    await addComment(writing, at, body)
    return shownThread({ db, reading }, at)
  })

  router.thread(
    updateComment,
    async ({ planId, threadId, actor, membership: { parts }, params, body }) => {
      const at = { planId, threadId, userId: actor.userId, parts }
      pace.mustTake(actor.userId)
      await changeComment(writing, { ...at, commentId: params.commentId }, body)
      return shownThread({ db, reading }, at)
    },
  )

  router.thread(
    deleteComment,
    async ({ planId, threadId, actor, membership: { parts }, params }) => {
      const at = { planId, threadId, userId: actor.userId, parts }
      const { isThreadGone } = await removeComment(writing, { ...at, commentId: params.commentId })
      return { thread: isThreadGone ? null : await shownThread({ db, reading }, at) }
    },
  )

  router.thread(
    likeComment,
    async ({ planId, threadId, actor, membership: { parts }, params, body }) => {
      const at = { planId, threadId, userId: actor.userId, parts }
      await setLike(writing, { ...at, commentId: params.commentId }, body.liked)
      return shownThread({ db, reading }, at)
    },
  )

  router.member(markSeen, async ({ planId, actor, body }) => {
    await markThreadsSeen(
      writing.writer,
      { planId, userId: actor.userId, seq: body.seq },
      body.all === true ? 'all' : (body.threads ?? []),
    )
    return {}
  })
}
