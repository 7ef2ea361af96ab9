import type { Announcements } from '#client/settings.ts'
import * as announcementText from '#client/text/announcements.ts'
import type { Thread } from '#shared/api/comments.ts'

export type NewsScope = { myId: string; choice: Announcements }

/**
 * What others did in the threads since `before`, a sentence each: everything, or only what is about this user: a thread that they
 * take part in, or a comment that names them.
 */
export function threadNews(
  before: readonly Thread[],
  after: readonly Thread[],
  { myId, choice }: NewsScope,
): string[] {
  if (choice === 'none') return []
  const known = new Map(before.map((thread) => [thread.id, thread]))
  return after.flatMap((thread) => {
    const old = known.get(thread.id)
    const isMine = thread.comments.some(({ author }) => author.id === myId)
    const seen = new Set(old?.comments.map(({ id }) => id))
    const sentences = thread.comments.flatMap((comment) => {
      if (seen.has(comment.id) || comment.author.id === myId || comment.deletedAt !== undefined)
        return []
      const names = comment.mentions.some(({ id }) => id === myId)
      if (names) return [announcementText.named(comment.author.name, thread.place)]
      return choice === 'all' || isMine
        ? [announcementText.commented(comment.author.name, thread.place)]
        : []
    })
    const isClosed = old?.resolved === false && thread.resolved
    const by = thread.resolvedBy
    if (isClosed && by !== undefined && by.id !== myId && (choice === 'all' || isMine))
      sentences.push(announcementText.resolved(by.name, thread.place))
    return sentences
  })
}
