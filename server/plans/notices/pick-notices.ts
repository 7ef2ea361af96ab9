import type { NoticeRow } from '#server/storage/tables/mail.ts'
import type { Comment, Thread } from '#shared/api/comments.ts'

export type Picked = {
  notice: NoticeRow
  thread: Thread /** Null where it tells that a thread was resolved or reopened. */
  comment: Comment | null
}
type Reader = {
  userId: string /** Per thread: the last event that the person saw of it. */
  seenUpTo: ReadonlyMap<string, number>
}

/**
 * What is still worth telling when the letter goes out. Not what was seen in the program meanwhile, was deleted, or may not
 * be read any more; a thread that was resolved asks nothing of anyone, so of that only the end is told.
 */
export function pickNotices(
  notices: readonly NoticeRow[],
  threads: readonly Thread[],
  { userId, seenUpTo }: Reader,
): Picked[] {
  const byId = new Map(threads.map((thread) => [thread.id, thread]))
  const picked = notices
    .toSorted((a, b) => a.seq - b.seq)
    .flatMap((notice): Picked[] => {
      const thread = byId.get(notice.thread_id)
      if (thread === undefined || notice.seq <= (seenUpTo.get(thread.id) ?? 0)) return []
      if (isAboutEnd(notice))
        return thread.resolved === (notice.reason === 'resolved')
          ? [{ notice, thread, comment: null }]
          : []
      const comment = thread.comments.find(
        (one) => one.id === notice.about && one.deletedAt === undefined,
      )
      return comment === undefined || thread.resolved || comment.author.id === userId
        ? []
        : [{ notice, thread, comment }]
    })
  // Resolved, reopened and resolved again is one end, the last.
  return picked.filter(
    (one, index) =>
      !isAboutEnd(one.notice) ||
      !picked.some(
        (other, at) => at > index && isAboutEnd(other.notice) && other.thread.id === one.thread.id,
      ),
  )
}

const isAboutEnd = (notice: NoticeRow): boolean =>
  notice.reason === 'resolved' || notice.reason === 'reopened'
