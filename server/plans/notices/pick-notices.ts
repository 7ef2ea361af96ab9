import type { NoticeRow } from '#server/storage/tables/mail.ts'
import type { Comment, Thread } from '#shared/api/comments.ts'

export type Picked = {
  notice: NoticeRow
  thread: Thread
  /** Null for a resolution or a reopening. */
  comment: Comment | null
}
type Reader = {
  userId: string
  /** Per thread: the last event that the user saw of it. */
  seenUpTo: ReadonlyMap<string, number>
}

/**
 * The notices that still apply when the letter is sent. Left out are comments that were read in the
 * program, deleted or hidden from this user meanwhile; of a resolved thread only the resolution
 * remains.
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
  // Resolved, reopened and resolved again counts as one resolution, the last.
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
