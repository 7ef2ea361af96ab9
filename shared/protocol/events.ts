import { z } from 'zod'

/** SHA-256 over the row that the event tells of, so that the trail can tell whether it is still that row; not in events of before there was any. */
const digest = z.string().optional()

/**
 * What the server itself writes into a plan's log, in the same sequence as document updates. Each is committed together
 * with the row it tells about, so a screen that is at seq N knows all that happened up to N.
 */
export const PlanEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('plan.created') }),
  z.object({ type: z.literal('plan.changed') }),
  z.object({ type: z.literal('plan.deleted') }),
  z.object({ type: z.literal('member.added'), userId: z.string() }),
  z.object({ type: z.literal('member.changed'), userId: z.string() }),
  z.object({ type: z.literal('member.removed'), userId: z.string() }),
  // By the id of the row: which words it holds is for anyone who reads the plan.
  z.object({ type: z.literal('person.linked'), userId: z.string(), rowId: z.string(), digest }),
  z.object({ type: z.literal('person.unlinked'), userId: z.string() }),
  // The digest is of what was taken out of versions and of the trail (docs/audit.md).
  z.object({ type: z.literal('person.forgotten'), userId: z.string(), digest }),
  z.object({ type: z.literal('invite.changed') }),
  z.object({ type: z.literal('consultation.changed') }),
  // Without a word of what was said: the log goes to every screen, and not everyone may read the comments.
  z.object({ type: z.literal('thread.added'), threadId: z.string() }),
  z.object({ type: z.literal('thread.changed'), threadId: z.string() }),
  z.object({ type: z.literal('comment.added'), threadId: z.string(), commentId: z.string() }),
  z.object({ type: z.literal('comment.changed'), threadId: z.string(), commentId: z.string() }),
  z.object({ type: z.literal('comment.removed'), threadId: z.string(), commentId: z.string() }),
  // The seal is kept here a second time: who changes a version afterwards has to change the log as well.
  z.object({
    type: z.literal('version.made'),
    versionId: z.string(),
    number: z.int(),
    seal: z.string(),
  }),
  z.object({ type: z.literal('status.changed'), status: z.string() }),
  z.object({
    type: z.literal('version.presented'),
    versionId: z.string(),
    number: z.int(),
    isEditorial: z.boolean(),
    digest,
  }),
  z.object({
    type: z.literal('mandate.changed'),
    seat: z.string(),
    userId: z.string(),
    mandate: z.string(),
    digest,
  }),
  z.object({
    type: z.literal('approval.given'),
    versionId: z.string(),
    approvalId: z.string(),
    onBehalfOf: z.string(),
    digest,
  }),
  z.object({
    type: z.literal('approval.withdrawn'),
    versionId: z.string(),
    approvalId: z.string(),
    onBehalfOf: z.string(),
    digest,
  }),
  z.object({
    type: z.literal('plan.submitted'),
    versionId: z.string(),
    submissionId: z.string(),
    digest,
  }),
  z.object({
    type: z.literal('plan.ended'),
    kind: z.enum(['expired', 'superseded']),
    successorId: z.string().nullable(),
    digest,
  }),
  z.object({ type: z.literal('reminders.sent'), versionId: z.string(), count: z.int() }),
  z.object({ type: z.literal('overrule.added'), overruleId: z.string(), rule: z.string(), digest }),
  z.object({
    type: z.literal('overrule.removed'),
    overruleId: z.string(),
    rule: z.string(),
    digest,
  }),
])
export type PlanEvent = z.infer<typeof PlanEventSchema>
export type PlanEventType = PlanEvent['type']

/** Events that tell of all of a row by its digest, so that the row can be held against the trail. */
export type WitnessEventType = PlanEvent extends infer Event
  ? Event extends { type: PlanEventType }
    ? 'digest' extends keyof Event
      ? Event['type']
      : never
    : never
  : never

/** Whether a plan is gone for everyone by an event: its room closes, and its screens say so. */
export const endsPlan: Readonly<Record<PlanEventType, boolean>> = {
  'plan.created': false,
  'plan.changed': false,
  'plan.deleted': true,
  'member.added': false,
  'member.changed': false,
  'member.removed': false,
  'person.linked': false,
  'person.unlinked': false,
  'person.forgotten': false,
  'invite.changed': false,
  'consultation.changed': false,
  'thread.added': false,
  'thread.changed': false,
  'comment.added': false,
  'comment.changed': false,
  'comment.removed': false,
  'version.made': false,
  'status.changed': false,
  'version.presented': false,
  'mandate.changed': false,
  'approval.given': false,
  'approval.withdrawn': false,
  'plan.submitted': false,
  'plan.ended': false,
  'reminders.sent': false,
  'overrule.added': false,
  'overrule.removed': false,
}

/** An event as clients get it. */
export const EventFrameSchema = z.object({
  seq: z.int(),
  at: z.string(),
  actor: z.string().nullable(),
  event: PlanEventSchema,
  /** Over how long the screens of the plan are to spread what they ask because of it (EV5). */
  spreadMs: z.int().min(0).optional(),
})
export type EventFrame = z.infer<typeof EventFrameSchema>
