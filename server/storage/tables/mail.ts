import type { Generated, Selectable } from 'kysely'

/**
 * A mail to one person. It stores no text and no address: both are read when it is sent, so that a
 * person who may no longer read the plan gets nothing of it, and so that no text of a plan is kept
 * here.
 */
export type OutboxTable = {
  /**
   * Also the Message-ID, so that a mail whose acceptance was not received can be recognised as a
   * duplicate.
   */
  id: string
  kind:
    | 'direct'
    | 'digest'
    | 'consultation'
    | 'deadline'
    | 'reminder'
    | 'sign'
    | 'sign-reminder'
    | 'coordinator'
  user_id: string
  consultation_id: string | null
  /** The version and the seat for which akkoord is asked. */
  sign_version_id: string | null
  sign_seat: string | null
  created_at: number
  /** `void`: at the time of sending there was nothing left to report. */
  state: 'waiting' | 'sent' | 'failed' | 'void'
  /** While it waits: not sent before this time. */
  due_at: number
  attempts: Generated<number>
  /** A process is sending it; after this time that process is presumed dead. */
  claimed_until: number | null
  ended_at: number | null
  /** Why it failed, is void, or waits for a retry; without addresses. */
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
  /** Number of the event: a user who has seen the thread up to here needs no mail. */
  seq: number
  reason: NoticeReason
  mail_id: string
}

export type NoticeRow = Selectable<MailNoticesTable>
