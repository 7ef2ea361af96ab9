import type { Generated, Selectable } from 'kysely'

/**
 * A letter to one person. It holds no words and no address: these are read when it is sent, so that who may not read the
 * plan any more gets nothing of it, and so that nothing of a plan lies about here.
 */
export type OutboxTable = {
  /** Also the Message-ID, so that a letter whose acceptance was not heard can be told from a second one. */
  id: string
  kind: 'direct' | 'digest' | 'consultation' | 'deadline' | 'reminder' | 'sign' | 'sign-reminder'
  user_id: string
  consultation_id: string | null
  /** The version and the seat for which akkoord is asked. */
  sign_version_id: string | null
  sign_seat: string | null
  created_at: number
  /** `void`: when it was to be sent there was nothing left to say. */
  state: 'waiting' | 'sent' | 'failed' | 'void'
  /** While it waits: not before this. */
  due_at: number
  attempts: Generated<number>
  /** Someone is sending it; after this moment that someone is taken for dead. */
  claimed_until: number | null
  ended_at: number | null
  /** Why it failed, is void, or waits for another attempt; without addresses. */
  reason: string | null
}

export type OutboxRow = Selectable<OutboxTable>

export type NoticeReason = 'mentioned' | 'asked' | 'begun' | 'replied' | 'resolved' | 'reopened'

export type MailNoticesTable = {
  user_id: string
  /** The comment, or the thread and the number of the event where there is no comment. */
  about: string
  plan_id: string
  thread_id: string
  /** Of the event: who has seen the thread up to here needs no letter. */
  seq: number
  reason: NoticeReason
  mail_id: string
}

export type NoticeRow = Selectable<MailNoticesTable>
