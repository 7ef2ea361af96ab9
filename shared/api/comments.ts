import { z } from 'zod'
import { BodySchema, NotBsnSchema } from '../comments/body.ts'
import { TextRangeSchema, WordsSchema } from '../comments/text-range.ts'
import { DisciplineSchema } from '../disciplines.ts'
import { isIsoDate } from '../format/kinds/plain-value.ts'
import { limits } from '../limits.ts'
import { TargetSchema } from '../plan/content.ts'
import * as apiText from '../text/api.ts'
import { endpoint, FileAnswerSchema } from './endpoint.ts'

/** A person by name, as lists show them. */
export const PersonSchema = z.object({ id: z.string(), name: z.string() })
export type Person = z.infer<typeof PersonSchema>

export const CommentSchema = z.object({
  id: z.string(),
  author: PersonSchema,
  /** Plain text with line breaks; empty if it was deleted. */
  body: z.string(),
  /** When the server received it. */
  createdAt: z.string(),
  /** When it was written, if that was earlier because the device was offline. */
  writtenAt: z.string().optional(),
  /** Written before a consultation closed but received after it: "na sluiting ontvangen". */
  isLate: z.boolean().optional(),
  editedAt: z.string().optional(),
  /** Only for a comment that has replies: shown as "verwijderd". */
  deletedAt: z.string().optional(),
  mentions: z.array(PersonSchema),
  likes: z.array(PersonSchema),
})
export type Comment = z.infer<typeof CommentSchema>

export const ThreadSchema = z.object({
  id: z.string(),
  /** Number of the last event about this thread; threads are ordered by it. */
  seq: z.int(),
  target: TargetSchema,
  /** The name of the target when the thread was started, to show if the row is gone. */
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
  /** Whether somebody else wrote in it since the requesting user last saw it. */
  isUnread: z.boolean(),
})
export type Thread = z.infer<typeof ThreadSchema>

const clientId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/)
const mentions = z.array(z.string().max(64)).max(20, apiText.tooManyMentions)

/**
 * Fields of every text that is sent: `clientId` makes a retry idempotent, `notBsn` answers the BSN
 * warning.
 */
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
  /** Instead of a range, for clients that have the text without its document. */
  words: WordsSchema.optional(),
  ...written,
  askDiscipline: DisciplineSchema.optional(),
  dueDate: z.string().refine(isIsoDate, apiText.existingDate).optional(),
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
    'Threads of a plan that changed after `since` (0: all threads), in pages ordered by last change; within a page oldest first',
  access: readPlan,
  query: z.object({
    /** `next` of the previous page, or `seq` of the last answer. */
    since: z.coerce.number().int().min(0).default(0),
    /** `epoch` of that answer. With another epoch, `since` is ignored. */
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
    /** Ids of threads that were deleted since then. */
    removed: z.array(z.string()),
    /** The answer covers events up to this number; send it as `since` next time. */
    seq: z.int(),
    epoch: z.string(),
    /** The answer holds all threads from the first; the client discards what it had. */
    isWhole: z.boolean(),
    /** Set if there is another page: equal to `seq`, request it at once. */
    next: z.int().optional(),
  }),
})
export const createThread = endpoint('POST', '/api/plans/:planId/threads', {
  summary: 'Start a thread. A retry with the same clientId returns the existing thread.',
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
    'Resolve or reopen a thread (its author, editors, coordinators), or put it on the agenda (editors, coordinators)',
  access: comment,
  body: z.object({ resolved: z.boolean().optional(), toDiscuss: z.boolean().optional() }),
  response: ThreadSchema,
})
export const createComment = endpoint('POST', '/api/threads/:threadId/comments', {
  summary: 'Reply. A retry with the same clientId returns the thread with the existing reply.',
  access: comment,
  body: CreateCommentSchema,
  response: ThreadSchema,
  status: 201,
})
export const updateComment = endpoint('PATCH', '/api/threads/:threadId/comments/:commentId', {
  summary: 'Edit an own comment',
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
    'Delete an own comment and its text. Deleting the last comment deletes the thread; the answer is then null.',
  access: comment,
  response: z.object({ thread: ThreadSchema.nullable() }),
})
export const likeComment = endpoint('POST', '/api/threads/:threadId/comments/:commentId/likes', {
  summary: 'Agree with a comment, or undo that',
  access: comment,
  body: z.object({ liked: z.boolean() }),
  response: ThreadSchema,
})
export const markSeen = endpoint('POST', '/api/plans/:planId/seen', {
  summary: 'Mark threads as seen by the user, up to seq (now, when left out)',
  access: readPlan,
  body: z.object({
    threads: z.array(z.string().max(64)).max(1000).optional(),
    all: z.boolean().optional(),
    seq: z.int().min(0).optional(),
  }),
  response: empty,
})
export const exportComments = endpoint('GET', '/api/plans/:planId/comments.csv', {
  summary: 'All comments as a spreadsheet file',
  access: readPlan,
  response: FileAnswerSchema,
  mediaType: 'text/csv; charset=utf-8',
})
