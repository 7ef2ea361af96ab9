import type { NewThread } from '#client/hooks/comment-ui-store.ts'
import type { BegunThread } from '#client/sync/device/begun-texts.ts'

const replyPrefix = 'reply/'

/** The names under which begun comments are kept; `inPlan` stands before the others. */
export const begunName = {
  inPlan: (planId: string) => `${planId}/`,
  thread: ({ target, range }: NewThread | BegunThread) =>
    `new/${JSON.stringify(target)}/${range?.quote ?? ''}`,
  reply: (threadId: string) => `${replyPrefix}${threadId}`,
  edit: (commentId: string) => `edit/${commentId}`,
  /** The thread that a reply is for; null for another text. */
  threadOfReply: (name: string) =>
    name.startsWith(replyPrefix) ? name.slice(replyPrefix.length) : null,
}
