import { z } from 'zod'

/**
 * SHA-256 over the row that the event is about, so that the audit trail can verify the row; missing
 * in older events.
 */
const digest = z.string().optional()

/** The change itself, for the sentence in the trail. Events of before it was recorded have none. */
const InviteChangeSchema = z.enum(['made', 'withdrawn', 'accepted'])
export type InviteChange = z.infer<typeof InviteChangeSchema>
const ConsultationChangeSchema = z.enum([
  'changed',
  'answered',
  'answer-withdrawn',
  'replacement-named',
  'replacement-removed',
  'read-link-made',
  'read-link-withdrawn',
])
export type ConsultationChange = z.infer<typeof ConsultationChangeSchema>
const ThreadChangeSchema = z.enum(['resolved', 'reopened', 'put-on-agenda', 'taken-off-agenda'])
export type ThreadChange = z.infer<typeof ThreadChangeSchema>

/**
 * Events that the server writes into a plan's log, in the same sequence as document updates. Each
 * is committed together with the row it is about, so a screen that is at seq N knows everything
 * that happened up to N.
 */
export const PlanEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('plan.created') }),
  z.object({ type: z.literal('plan.changed') }),
  z.object({ type: z.literal('plan.deleted') }),
  // The plan follows another version of its form; its document is the same.
  z.object({ type: z.literal('form.changed'), from: z.int(), to: z.int() }),
  z.object({ type: z.literal('member.added'), userId: z.string() }),
  z.object({ type: z.literal('member.changed'), userId: z.string() }),
  z.object({ type: z.literal('member.removed'), userId: z.string() }),
  // By the id of the row: only readers of the plan may see its words.
  z.object({ type: z.literal('person.linked'), userId: z.string(), rowId: z.string(), digest }),
  z.object({ type: z.literal('person.unlinked'), userId: z.string() }),
  // The digest of the data that was removed from versions and from the trail (docs/audit.md).
  z.object({ type: z.literal('person.forgotten'), userId: z.string(), digest }),
  z.object({ type: z.literal('invite.changed'), change: InviteChangeSchema.optional() }),
  z.object({
    type: z.literal('consultation.changed'),
    change: ConsultationChangeSchema.optional(),
  }),
  // Without any text of the comment: the log is sent to every screen, and not every user may read
  // the comments.
  z.object({ type: z.literal('thread.added'), threadId: z.string() }),
  z.object({
    type: z.literal('thread.changed'),
    threadId: z.string(),
    change: ThreadChangeSchema.optional(),
  }),
  z.object({ type: z.literal('comment.added'), threadId: z.string(), commentId: z.string() }),
  z.object({ type: z.literal('comment.changed'), threadId: z.string(), commentId: z.string() }),
  z.object({ type: z.literal('comment.removed'), threadId: z.string(), commentId: z.string() }),
  // A second copy of the seal: an attacker who changes a version afterwards has to change the log
  // as well.
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
    /** True if the plan was submitted before. */
    isCorrection: z.boolean().optional(),
    digest,
  }),
  z.object({
    type: z.literal('plan.ended'),
    kind: z.enum(['expired', 'superseded']),
    successorId: z.string().nullable(),
    digest,
  }),
  z.object({
    type: z.literal('reminders.sent'),
    versionId: z.string(),
    /** People who were asked again. */
    count: z.int(),
    /** How many of them get a mail; missing in events from before this was recorded. */
    mailed: z.int().optional(),
  }),
  z.object({ type: z.literal('overrule.added'), overruleId: z.string(), rule: z.string(), digest }),
  z.object({
    type: z.literal('overrule.removed'),
    overruleId: z.string(),
    rule: z.string(),
    digest,
  }),
  z.object({
    type: z.literal('requirement.chosen'),
    requirement: z.string(),
    isRequired: z.boolean(),
    digest,
  }),
  z.object({
    type: z.literal('version.adopted'),
    versionId: z.string(),
    /** The number of seats without an akkoord. */
    missing: z.int(),
    digest,
  }),
  // A picture that others have as a place in a text until it arrives, or an attachment.
  z.object({ type: z.literal('file.added'), fileId: z.string() }),
  z.object({ type: z.literal('file.removed'), fileId: z.string() }),
])
export type PlanEvent = z.infer<typeof PlanEventSchema>
export type PlanEventType = PlanEvent['type']

/** Events with a digest of a whole row, so that the row can be verified with the audit trail. */
export type WitnessEventType = PlanEvent extends infer Event
  ? Event extends { type: PlanEventType }
    ? 'digest' extends keyof Event
      ? Event['type']
      : never
    : never
  : never

/** True if the event ends the plan for everyone: its room closes, and its screens say so. */
export const endsPlan: Readonly<Record<PlanEventType, boolean>> = {
  'plan.created': false,
  'plan.changed': false,
  'plan.deleted': true,
  'form.changed': false,
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
  'requirement.chosen': false,
  'version.adopted': false,
  'file.added': false,
  'file.removed': false,
}

/**
 * Whose access an event may change: of its `userId`, of everyone, or of nobody. A room closes their connections when it
 * reads the event, so that a right that was taken away on one node ends on all.
 */
export const changesAccess: Readonly<Record<PlanEventType, 'user' | 'everyone' | 'nobody'>> = {
  'plan.created': 'nobody',
  'plan.changed': 'nobody',
  'plan.deleted': 'everyone',
  'form.changed': 'nobody',
  'member.added': 'nobody',
  'member.changed': 'user',
  'member.removed': 'user',
  'person.linked': 'nobody',
  'person.unlinked': 'nobody',
  'person.forgotten': 'user',
  'invite.changed': 'nobody',
  'consultation.changed': 'nobody',
  'thread.added': 'nobody',
  'thread.changed': 'nobody',
  'comment.added': 'nobody',
  'comment.changed': 'nobody',
  'comment.removed': 'nobody',
  'version.made': 'nobody',
  'status.changed': 'nobody',
  'version.presented': 'nobody',
  'mandate.changed': 'nobody',
  'approval.given': 'nobody',
  'approval.withdrawn': 'nobody',
  'plan.submitted': 'nobody',
  'plan.ended': 'everyone',
  'reminders.sent': 'nobody',
  'overrule.added': 'nobody',
  'overrule.removed': 'nobody',
  'requirement.chosen': 'nobody',
  'version.adopted': 'nobody',
  'file.added': 'nobody',
  'file.removed': 'nobody',
}

/** An event as clients get it. */
export const EventFrameSchema = z.object({
  seq: z.int(),
  at: z.string(),
  actor: z.string().nullable(),
  event: PlanEventSchema,
  /**
   * The period over which the screens of the plan must spread their requests because of it (EV5).
   */
  spreadMs: z.int().min(0).optional(),
})
export type EventFrame = z.infer<typeof EventFrameSchema>
