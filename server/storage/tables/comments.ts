import type { Generated, Selectable } from 'kysely'
import type { Discipline } from '#shared/disciplines.ts'

export type ThreadsTable = {
  id: string
  plan_id: string
  /** Of the event that tells of it. */
  seq: number
  /** Of the last event that tells of it or of what is said in it: where a screen that saw less goes on reading. */
  changed_seq: number
  /** JSON of a Target. */
  target: string
  /** The place by its name of then, for when the row is gone. */
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
  /** Set when nothing is left of it; the row stays so that what was sent twice is not taken for new. */
  deleted_at: number | null
}

export type ThreadRow = Selectable<ThreadsTable>

export type CommentsTable = {
  id: string
  thread_id: string
  /** Of the event that tells of it: the order within a thread, and what a person has seen up to. */
  seq: number
  author_id: string
  /** Chosen by the writer's device. */
  client_id: string | null
  /** Empty once it is deleted. */
  body: string
  /** JSON: ids of the people mentioned. */
  mentions: string
  /** When it came in. */
  created_at: number
  /** When it was written, by the writer's device. */
  written_at: number | null
  edited_at: number | null
  deleted_at: number | null
  /** 1: written before a consultation closed, and come in after it. */
  is_late: Generated<number>
}

export type CommentRow = Selectable<CommentsTable>

export type CommentLikesTable = { comment_id: string; user_id: string; liked_at: number }

/** What a person has seen, as a place in the plan's log: no clock is trusted for it. */
export type ThreadReadsTable = { thread_id: string; user_id: string; seq: number }
