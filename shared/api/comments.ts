import { z } from 'zod'
import { BodySchema, NotBsnSchema } from '../comments/body.ts'
import { TextRangeSchema, WordsSchema } from '../comments/text-range.ts'
import { DisciplineSchema } from '../disciplines.ts'
import { isIsoDate } from '../format/kinds/plain-value.ts'
import { limits } from '../limits.ts'
import { TargetSchema } from '../plan/content.ts'
import { endpoint, FileAnswerSchema } from './endpoint.ts'

/** Someone by name, as a list shows them. */
export const PersonSchema = z.object({ id: z.string(), name: z.string() })
export type Person = z.infer<typeof PersonSchema>

export const CommentSchema = z.object({
  id: z.string(),
  author: PersonSchema,
  /** Plain text with line breaks; empty when it was deleted. */
  body: z.string(),
  /** When the server had it. */
  createdAt: z.string(),
  /** When it was written, if that was earlier: without a connection. */
  writtenAt: z.string().optional(),
  /** Written before a consultation closed and come in after it: "na sluiting ontvangen". */
  isLate: z.boolean().optional(),
  editedAt: z.string().optional(),
  /** Only where it was replied to: shown as "verwijderd". */
  deletedAt: z.string().optional(),
  mentions: z.array(PersonSchema),
  likes: z.array(PersonSchema),
})
export type Comment = z.infer<typeof CommentSchema>

export const ThreadSchema = z.object({
  id: z.string(),
  /** Number of the event that tells of it: threads come in this order. */
  seq: z.int(),
  target: TargetSchema,
  /** The place by its name of when the thread was begun; what to show when the row is gone. */
  place: z.string(),
  quote: z.string().optional(),
  range: TextRangeSchema.optional(),
  resolved: z.boolean(),
  resolvedBy: PersonSchema.optional(),
  resolvedAt: z.string().optional(),
  toDiscuss: z.boolean(),
  askedDiscipline: DisciplineSchema.optional(),
  dueDate: z.string().optional(),
  comments: z.array(CommentSchema),
  /** Whether someone else wrote in it since the asking person saw it. */
  isUnread: z.boolean(),
})
export type Thread = z.infer<typeof ThreadSchema>

const clientId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/)
const mentions = z.array(z.string().max(64)).max(20, 'Noem hoogstens 20 mensen.')

/** What every text sent along may carry: `clientId` makes sending it again harmless, `notBsn` answers the warning. */
const written = {
  body: BodySchema,
  mentions: mentions.optional(),
  clientId: clientId.optional(),
  writtenAt: z.iso.datetime({ offset: true }).optional(),
  ...NotBsnSchema.partial().shape,
}

export const CreateThreadSchema = z.object({
  target: TargetSchema,
  range: TextRangeSchema.optional(),
  /** Instead of a range, by anyone who has the text without its document. */
  words: WordsSchema.optional(),
  ...written,
  askDiscipline: DisciplineSchema.optional(),
  dueDate: z.string().refine(isIsoDate, 'Vul een bestaande datum in.').optional(),
})
export type CreateThread = z.infer<typeof CreateThreadSchema>
export const CreateCommentSchema = z.object(written)
export type CreateComment = z.infer<typeof CreateCommentSchema>

const readPlan = { kind: 'plan', action: 'read', parts: 'shown' } as const
const readThread = { kind: 'thread', action: 'read', parts: 'shown' } as const
const comment = { kind: 'thread', action: 'comment', parts: 'shown' } as const
const empty = z.object({})

export const listThreads = endpoint('GET', '/api/plans/:planId/threads', {
  summary:
    'The threads of a plan in which something happened after `since` (0: all there are), a page at a time by when that was; those of a page oldest first',
  access: readPlan,
  query: z.object({
    /** `next` of the page before, or `seq` of the last answer. */
    since: z.coerce.number().int().min(0).default(0),
    /** Of that answer: what was seen under another epoch counts for nothing. */
    epoch: z.string().max(64).optional(),
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(limits.threadsPerPage.max)
      .default(limits.threadsPerPage.max),
  }),
  response: z.object({
    threads: z.array(ThreadSchema),
    /** Ids of threads that are gone since. */
    removed: z.array(z.string()),
    /** Up to where this tells: what to ask `since` the next time. */
    seq: z.int(),
    epoch: z.string(),
    /** These are all threads, from the first: what was shown before does not count. */
    isWhole: z.boolean(),
    /** There is more: the same as `seq`, to go on with at once. */
    next: z.int().optional(),
  }),
})
export const createThread = endpoint('POST', '/api/plans/:planId/threads', {
  summary: 'Begin a thread. Sent again with the same clientId it answers the thread that is there.',
  access: { kind: 'plan', action: 'comment', parts: 'shown' },
  body: CreateThreadSchema,
  response: ThreadSchema,
  status: 201,
})
export const getThread = endpoint('GET', '/api/threads/:threadId', {
  summary: 'One thread',
  access: readThread,
  response: ThreadSchema,
})
export const updateThread = endpoint('PATCH', '/api/threads/:threadId', {
  summary:
    'Resolve or reopen a thread (who began it, editors, coordinators), or put it on the agenda (editors, coordinators)',
  access: comment,
  body: z.object({ resolved: z.boolean().optional(), toDiscuss: z.boolean().optional() }),
  response: ThreadSchema,
})
export const createComment = endpoint('POST', '/api/threads/:threadId/comments', {
  summary:
    'Reply. Sent again with the same clientId it answers the thread with the reply that is there.',
  access: comment,
  body: CreateCommentSchema,
  response: ThreadSchema,
  status: 201,
})
export const updateComment = endpoint('PATCH', '/api/threads/:threadId/comments/:commentId', {
  summary: 'Change an own comment',
  access: comment,
  body: z.object({
    body: BodySchema,
    mentions: mentions.optional(),
    ...NotBsnSchema.partial().shape,
  }),
  response: ThreadSchema,
})
export const deleteComment = endpoint('DELETE', '/api/threads/:threadId/comments/:commentId', {
  summary:
    'Delete an own comment; its text is gone. The thread goes with its last comment and is then null.',
  access: comment,
  response: z.object({ thread: ThreadSchema.nullable() }),
})
export const likeComment = endpoint('POST', '/api/threads/:threadId/comments/:commentId/likes', {
  summary: 'Agree with a comment, or take that back',
  access: comment,
  body: z.object({ liked: z.boolean() }),
  response: ThreadSchema,
})
export const markSeen = endpoint('POST', '/api/plans/:planId/seen', {
  summary: 'Mark threads as seen by oneself, as they were at seq (now, when left out)',
  access: readPlan,
  body: z.object({
    threads: z.array(z.string().max(64)).max(1000).optional(),
    all: z.boolean().optional(),
    seq: z.int().min(0).optional(),
  }),
  response: empty,
})
export const exportComments = endpoint('GET', '/api/plans/:planId/comments.csv', {
  summary: 'All comments as a file for a spreadsheet',
  access: readPlan,
  response: FileAnswerSchema,
  mediaType: 'text/csv; charset=utf-8',
})
