import type { Thread } from '#shared/api/comments.ts'
import type { Member } from '#shared/api/members.ts'

/**
 * Of the members those whom someone with parts of a plan has to do with: themself, who can be asked for more, and who
 * speaks in what they can read. Nobody's address.
 */
export function shownPeople(
  members: readonly Member[],
  { userId, threads }: { userId: string; threads: readonly Thread[] },
): Member[] {
  const speaking = new Set(
    threads.flatMap((thread) => thread.comments.map((comment) => comment.author.id)),
  )
  return members
    .filter(
      (member) =>
        member.userId === userId || member.role === 'coordinator' || speaking.has(member.userId),
    )
    .map((member) =>
      member.userId === userId
        ? { ...member, person: null }
        : { ...member, email: '', sections: null, person: null },
    )
}
