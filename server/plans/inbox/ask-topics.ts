import type { PlanEvent, PlanEventType } from '#shared/protocol/events.ts'

/** The questions that an event may have changed. */
type Topic = 'agreement' | 'consultation' | 'status' | 'thread' | 'member' | 'sight' | 'none'

const topicOf: Readonly<Record<PlanEventType, Topic>> = {
  'plan.created': 'none',
  // Whether readers see comments.
  'plan.changed': 'sight',
  'plan.deleted': 'status',
  // The form says which seats there are.
  'form.changed': 'agreement',
  'plan.ended': 'status',
  // The only event of a consultation that opens.
  'status.changed': 'status',
  'member.added': 'member',
  'member.changed': 'member',
  'member.removed': 'member',
  'person.linked': 'agreement',
  'person.unlinked': 'agreement',
  'person.forgotten': 'member',
  'invite.changed': 'none',
  'mandate.changed': 'agreement',
  'thread.added': 'thread',
  'thread.changed': 'thread',
  'comment.added': 'thread',
  'comment.changed': 'thread',
  'comment.removed': 'thread',
  'consultation.changed': 'consultation',
  'version.made': 'none',
  'version.presented': 'agreement',
  'approval.given': 'agreement',
  'approval.withdrawn': 'agreement',
  'reminders.sent': 'none',
  'plan.submitted': 'agreement',
  'overrule.added': 'none',
  'overrule.removed': 'none',
  'requirement.chosen': 'none',
  'version.adopted': 'agreement',
  'file.added': 'none',
  'file.removed': 'none',
}

export type AskTopics = {
  agreement: boolean
  consultation: boolean
  /** The threads whose questions to every member are recomputed. */
  threads: readonly string[]
  /** The members whose questions in all threads are recomputed. */
  members: readonly string[]
  /** The same for everyone whose role alone does not show comments. */
  readers: boolean
}

/** The questions to recompute after these events of one plan; null for none. */
export function topicsOf(events: readonly PlanEvent[]): AskTopics | null {
  const topics = new Set(events.map(({ type }) => topicOf[type]))
  topics.delete('none')
  if (topics.size === 0) return null
  const isEither = topics.has('status') || topics.has('member')
  return {
    agreement: isEither || topics.has('agreement'),
    consultation: isEither || topics.has('consultation'),
    threads: [...new Set(events.flatMap((event) => ('threadId' in event ? [event.threadId] : [])))],
    members: [
      ...new Set(
        events.flatMap((event) =>
          topicOf[event.type] === 'member' && 'userId' in event ? [event.userId] : [],
        ),
      ),
    ],
    readers: topics.has('sight'),
  }
}
