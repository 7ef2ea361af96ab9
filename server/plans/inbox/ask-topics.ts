import type { PlanEvent, PlanEventType } from '#shared/protocol/events.ts'

/** The questions that an event may have changed. */
type Topic = 'agreement' | 'consultation' | 'status' | 'thread' | 'everyone' | 'none'

const topicOf: Readonly<Record<PlanEventType, Topic>> = {
  'plan.created': 'none',
  'plan.changed': 'everyone',
  'plan.deleted': 'everyone',
  'plan.ended': 'everyone',
  // The only event of a consultation that opens.
  'status.changed': 'status',
  'member.added': 'everyone',
  'member.changed': 'everyone',
  'member.removed': 'everyone',
  'person.linked': 'agreement',
  'person.unlinked': 'agreement',
  'person.forgotten': 'everyone',
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
}

export type AskTopics = {
  agreement: boolean
  consultation: boolean
  /** Null for all threads with an open question. */
  threads: readonly string[] | null
}

/** The questions to recompute after these events of one plan; null for none. */
export function topicsOf(events: readonly PlanEvent[]): AskTopics | null {
  const topics = new Set(events.map(({ type }) => topicOf[type]))
  topics.delete('none')
  if (topics.size === 0) return null
  const isAll = topics.has('everyone')
  const isEither = isAll || topics.has('status')
  return {
    agreement: isEither || topics.has('agreement'),
    consultation: isEither || topics.has('consultation'),
    threads: isAll
      ? null
      : [...new Set(events.flatMap((event) => ('threadId' in event ? [event.threadId] : [])))],
  }
}
