import { namesOf } from '#server/plans/names-of.ts'
import { slicesInTurns } from '#server/runtime.ts'
import { heldBy } from '#server/storage/merged-accounts.ts'
import type { CommentRow, ThreadRow } from '#server/storage/tables/comments.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { Comment, Person, Thread } from '#shared/api/comments.ts'
import { limits } from '#shared/limits.ts'

export type ThreadsInput = {
  planId: string
  userId: string
  /** These threads only. */
  threadIds?: readonly string[]
}
/** `held_by`: the account that may change it, which may be another one of the same person. */
type CommentWithAuthor = CommentRow & { author_name: string; held_by: string }
type Like = { comment_id: string; user_id: string; name: string }
type Viewer = { userId: string; addedAt: number; seenUpTo: ReadonlyMap<string, number> }

/**
 * The threads of a plan as one user sees them, oldest first; read in pages, so that other requests
 * run in between.
 */
export async function readThreads(
  db: Storage,
  { planId, userId, threadIds }: ThreadsInput,
): Promise<Thread[]> {
  const ids = threadIds ?? (await idsOfThreads(db, planId))
  const threads: Thread[] = []
  for await (const slice of slicesInTurns(ids, limits.threadsPerPage.max))
    threads.push(...(await readSlice(db, { planId, userId, threadIds: slice })))
  return threads.sort((a, b) => a.seq - b.seq)
}

async function idsOfThreads(db: Storage, planId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('threads')
    .select('id')
    .where('plan_id', '=', planId)
    .where('deleted_at', 'is', null)
    .orderBy('seq')
    .execute()
  return rows.map((row) => row.id)
}

async function readSlice(
  db: Storage,
  { planId, userId, threadIds }: Required<ThreadsInput>,
): Promise<Thread[]> {
  const threads = await db
    .selectFrom('threads')
    .selectAll()
    .where('plan_id', '=', planId)
    .where('id', 'in', threadIds)
    .where('deleted_at', 'is', null)
    .execute()
  const comments = await db
    .selectFrom('comments')
    .innerJoin('user', 'user.id', 'comments.author_id')
    .where('comments.thread_id', 'in', threadIds)
    .selectAll('comments')
    .select(['user.name as author_name', heldBy('comments.author_id').as('held_by')])
    .orderBy('comments.seq')
    .execute()
  const likes = await db
    .selectFrom('comments')
    .innerJoin('comment_likes', 'comment_likes.comment_id', 'comments.id')
    .innerJoin('user', 'user.id', 'comment_likes.user_id')
    .where('comments.thread_id', 'in', threadIds)
    .select(['comment_likes.comment_id', 'comment_likes.user_id', 'user.name'])
    .orderBy('comment_likes.liked_at')
    .orderBy('comment_likes.user_id')
    .execute()
  const viewer = await readViewer(db, { planId, userId, threadIds })
  const names = await namesOf(db, [
    ...threads.flatMap((thread) => thread.resolved_by ?? []),
    ...comments.flatMap(mentionsOf),
  ])
  const ofThread = groupBy(comments, (comment) => comment.thread_id)
  const ofComment = groupBy(likes, (like) => like.comment_id)
  return threads.map((thread) =>
    toThread(thread, withoutDeletedEnd(ofThread.get(thread.id) ?? []), {
      viewer,
      names,
      likes: ofComment,
    }),
  )
}

export function mentionsOf(comment: Pick<CommentRow, 'mentions'>): string[] {
  return JSON.parse(comment.mentions) as string[]
}

async function readViewer(
  db: Storage,
  { planId, userId, threadIds }: Required<ThreadsInput>,
): Promise<Viewer> {
  const member = await db
    .selectFrom('members')
    .select('added_at')
    .where('plan_id', '=', planId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  const reads = await db
    .selectFrom('thread_reads')
    .where('thread_id', 'in', threadIds)
    .where('user_id', '=', userId)
    .select(['thread_id', 'seq'])
    .execute()
  return {
    userId,
    addedAt: member?.added_at ?? 0,
    seenUpTo: new Map(reads.map((read) => [read.thread_id, read.seq])),
  }
}

/** A deleted comment leaves a trace only if it has replies. */
function withoutDeletedEnd(comments: readonly CommentWithAuthor[]): CommentWithAuthor[] {
  return comments.slice(0, comments.findLastIndex((comment) => comment.deleted_at === null) + 1)
}

type ThreadContext = {
  viewer: Viewer
  names: ReadonlyMap<string, string>
  likes: ReadonlyMap<string, Like[]>
}

function toThread(
  row: ThreadRow,
  comments: readonly CommentWithAuthor[],
  context: ThreadContext,
): Thread {
  const range = row.range === null ? null : JSON.parse(row.range)
  const { viewer, names } = context
  // For a later member, comments from before they joined do not count as unread.
  const isNew = (comment: CommentWithAuthor) =>
    comment.held_by !== viewer.userId &&
    comment.deleted_at === null &&
    comment.created_at >= viewer.addedAt &&
    comment.seq > (viewer.seenUpTo.get(row.id) ?? 0)
  return {
    id: row.id,
    seq: row.seq,
    target: JSON.parse(row.target),
    place: row.place,
    ...(range === null ? {} : { quote: range.quote, range }),
    resolved: row.resolved_at !== null,
    ...(row.resolved_at === null ? {} : { resolvedAt: iso(row.resolved_at) }),
    ...(row.resolved_by === null ? {} : { resolvedBy: person(row.resolved_by, names) }),
    toDiscuss: row.is_to_discuss === 1,
    ...(row.asked_discipline === null ? {} : { askedDiscipline: row.asked_discipline }),
    ...(row.due_date === null ? {} : { dueDate: row.due_date }),
    comments: comments.map((comment) => toComment(comment, context)),
    isUnread: comments.some(isNew),
  }
}

function toComment(row: CommentWithAuthor, { names, likes }: ThreadContext): Comment {
  return {
    id: row.id,
    author: { id: row.held_by, name: row.author_name },
    body: row.body,
    createdAt: iso(row.created_at),
    ...(row.written_at === null ? {} : { writtenAt: iso(row.written_at) }),
    ...(row.is_late === 1 ? { isLate: true } : {}),
    ...(row.edited_at === null ? {} : { editedAt: iso(row.edited_at) }),
    ...(row.deleted_at === null ? {} : { deletedAt: iso(row.deleted_at) }),
    mentions: mentionsOf(row).map((id) => person(id, names)),
    likes: (likes.get(row.id) ?? []).map((like) => ({ id: like.user_id, name: like.name })),
  }
}

function person(id: string, names: ReadonlyMap<string, string>): Person {
  return { id, name: names.get(id) ?? 'Onbekend' }
}

function groupBy<T>(list: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of list) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}

const iso = (ms: number): string => new Date(ms).toISOString()
