import type { Generated, Selectable } from 'kysely'
import type { Discipline } from '#shared/disciplines.ts'

export type ThreadsTable = {
  id: string
  plan_id: string
  /** Number of the event about it. */
  seq: number
  /**
   * Number of the last event about the thread or its comments: a screen that saw less continues
   * reading there.
   */
  changed_seq: number
  /** JSON of a Target. */
  target: string
  /** The name of the target at that time, to show if the row is gone. */
  place: string
  /** JSON of a TextRange. */
  range: string | null
  created_by: string
  created_at: number
  resolved_at: number | null
  resolved_by: string | null
  is_to_discuss: Generated<number>
  asked_discipline: Discipline | null
  due_date: string | null
  /**
   * Set if all its comments are gone; the row stays so that a retry is not taken for a new thread.
   */
  deleted_at: number | null
}

export type ThreadRow = Selectable<ThreadsTable>

export type CommentsTable = {
  id: string
  thread_id: string
  /**
   * Number of the event about it: the order within a thread, and the mark up to which a user has
   * read.
   */
  seq: number
  author_id: string
  /** Chosen by the writer's device. */
  client_id: string | null
  /** Empty once it is deleted. */
  body: string
  /** JSON: ids of the people mentioned. */
  mentions: string
  /** When the server received it. */
  created_at: number
  /** When it was written, by the clock of the writer's device. */
  written_at: number | null
  edited_at: number | null
  deleted_at: number | null
  /** 1: written before a consultation closed, and received after it. */
  is_late: Generated<number>
}

export type CommentRow = Selectable<CommentsTable>

export type CommentLikesTable = { comment_id: string; user_id: string; liked_at: number }

/** The read mark of a user, as a number in the plan's log: no clock is trusted for it. */
export type ThreadReadsTable = { thread_id: string; user_id: string; seq: number }
