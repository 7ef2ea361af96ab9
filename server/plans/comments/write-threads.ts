import { noteReply, noteResolved, noteThread } from '#server/plans/notices/comment-notices.ts'
import type { MailQueue } from '#server/plans/notices/queue.ts'
import type { LockedPlan, PlanWriter } from '#server/plans/plan-writer.ts'
import { mustHaveRoom } from '#server/plans/quotas.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { Formats } from '#server/storage/formats.ts'
import { heldBy } from '#server/storage/merged-accounts.ts'
import type { ThreadRow } from '#server/storage/tables/comments.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { can, type Role } from '#shared/access.ts'
import type { CreateComment, CreateThread } from '#shared/api/comments.ts'
import { AppError } from '#shared/errors.ts'
import type { PlanEvent, ThreadChange } from '#shared/protocol/events.ts'
import type { ThreadPlace } from './find-place.ts'
import { insertComment, mentionable } from './insert-comment.ts'
import { expectSent, findSent } from './sent-comments.ts'

export type ThreadDeps = {
  db: Storage
  writer: PlanWriter
  formats: Formats
  clock: Clock
  ids: Ids
  mail: MailQueue
}
type InPlan = { planId: string; userId: string }
type InThread = InPlan & { threadId: string }

/** Begins a thread, or returns the one that was begun with the same client id. */
export async function addThread(
  { writer, formats, clock, ids, mail }: ThreadDeps,
  { planId, userId }: InPlan,
  { target, place, range }: ThreadPlace,
  given: CreateThread,
): Promise<string> {
  return writer.writePlan(planId, userId, async (tx, plan) => {
    const sent = await findSent(tx, userId, given.clientId)
    if (sent !== undefined) return expectSent(sent, sent.plan_id === planId && sent.is_first)
    const threadId = ids.next()
    const now = clock.now()
    await mustHaveRoom(tx, 'threadsPerPlan', { id: planId, now })
    const seq = await append(tx, plan, { type: 'thread.added', threadId })
    await tx
      .insertInto('threads')
      .values({
        id: threadId,
        plan_id: planId,
        seq,
        changed_seq: seq,
        target: JSON.stringify(target),
        place,
        range: range === null ? null : JSON.stringify(range),
        created_by: userId,
        created_at: now,
        asked_discipline: given.askDiscipline ?? null,
        due_date: given.dueDate ?? null,
      })
      .execute()
    const commentId = ids.next()
    const mentions = await mentionable(tx, formats, { planId, target }, given.mentions ?? [])
    await insertComment(
      tx,
      { commentId, answerId: ids.next(), threadId, planId, userId, place, seq, now, mentions },
      given,
    )
    await noteThread(
      mail,
      tx,
      { planId, threadId, commentId, seq, actor: userId, mentions },
      given.askDiscipline ?? null,
    )
    return threadId
  })
}

/**
 * Adds a reply; a second request with the same client id changes nothing. Resolves with whether it
 * did.
 */
export async function addComment(
  { writer, formats, clock, ids, mail }: ThreadDeps,
  { planId, threadId, userId }: InThread,
  given: CreateComment,
): Promise<boolean> {
  return writer.writePlan(planId, userId, async (tx, plan) => {
    const sent = await findSent(tx, userId, given.clientId)
    if (sent !== undefined) {
      expectSent(sent, sent.thread_id === threadId && !sent.is_first)
      return false
    }
    const thread = await mustFindThread(tx, threadId)
    await mustHaveRoom(tx, 'commentsPerThread', { id: threadId, now: clock.now() })
    const commentId = ids.next()
    const seq = await append(tx, plan, { type: 'comment.added', threadId, commentId })
    const mentions = await mentionable(
      tx,
      formats,
      { planId, target: JSON.parse(thread.target) },
      given.mentions ?? [],
    )
    await insertComment(
      tx,
      {
        commentId,
        answerId: ids.next(),
        threadId,
        planId,
        userId,
        place: thread.place,
        seq,
        now: clock.now(),
        mentions,
      },
      given,
    )
    await noteReply(mail, tx, { planId, threadId, commentId, seq, actor: userId, mentions })
    return true
  })
}

/** If two users resolve at once, the first is named. Resolves with whether anything changed. */
export async function changeThread(
  { writer, clock, mail }: ThreadDeps,
  { planId, threadId, userId, role }: InThread & { role: Role },
  change: { resolved?: boolean | undefined; toDiscuss?: boolean | undefined },
): Promise<boolean> {
  return writer.writePlan(planId, userId, async (tx, plan) => {
    const thread = await mustFindThread(tx, threadId)
    const set: Partial<ThreadRow> = {}
    if (change.resolved !== undefined && change.resolved !== (thread.resolved_at !== null)) {
      if (thread.held_by !== userId && !can(role, 'write'))
        throw new AppError('resolve-not-allowed')
      Object.assign(
        set,
        change.resolved
          ? { resolved_at: clock.now(), resolved_by: userId }
          : { resolved_at: null, resolved_by: null },
      )
    }
    if (change.toDiscuss !== undefined && change.toDiscuss !== (thread.is_to_discuss === 1)) {
      if (!can(role, 'write')) throw new AppError('read-only')
      set.is_to_discuss = change.toDiscuss ? 1 : 0
    }
    if (Object.keys(set).length === 0) return false
    const seq = await append(tx, plan, { type: 'thread.changed', threadId, change: changeOf(set) })
    await tx.updateTable('threads').set(set).where('id', '=', threadId).execute()
    if (set.resolved_at !== undefined)
      await noteResolved(
        mail,
        tx,
        { planId, threadId, seq, actor: userId },
        set.resolved_at !== null,
      )
    return true
  })
}

/** A thread that is resolved and taken off the agenda at once is resolved, in the trail. */
function changeOf({ resolved_at, is_to_discuss }: Partial<ThreadRow>): ThreadChange {
  if (resolved_at !== undefined) return resolved_at === null ? 'reopened' : 'resolved'
  return is_to_discuss === 1 ? 'put-on-agenda' : 'taken-off-agenda'
}

/** Appends the event of a thread and stores its seq with the thread: both or neither. */
export async function append(
  tx: StorageTransaction,
  plan: LockedPlan,
  event: PlanEvent,
): Promise<number> {
  const { seq } = await plan.append(event)
  if ('threadId' in event)
    await tx
      .updateTable('threads')
      .set({ changed_seq: seq })
      .where('id', '=', event.threadId)
      .execute()
  return seq
}

/** `held_by`: the account that holds what its author wrote. */
export async function mustFindThread(
  tx: StorageTransaction,
  threadId: string,
): Promise<ThreadRow & { held_by: string }> {
  const thread = await tx
    .selectFrom('threads')
    .selectAll()
    .select(heldBy('created_by').as('held_by'))
    .where('id', '=', threadId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (thread === undefined) throw new AppError('thread-not-found')
  return thread
}
