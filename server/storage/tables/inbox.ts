import type { AskKind } from '#shared/api/inbox.ts'

/** One row for each open question to a member. */
export type AskRow = {
  plan_id: string
  user_id: string
  kind: AskKind
  /** `<version>/<seat>`, a thread, a consultation, or the new coordinator. */
  about: string
  /** An ISO date or moment. */
  due: string | null
  at: number
}

/** An open action of a plan, with the row of `people` that it is assigned to. */
export type PlanTaskRow = {
  plan_id: string
  row_id: string
  person_row: string
  title: string
  due: string | null
  at: number
}

/** A meeting of a plan, on an ISO date. */
export type PlanMeetingRow = { plan_id: string; row_id: string; title: string; date: string }

/** `muted`: JSON, the hidden kinds. Rows after `seen_at` are unread. */
export type InboxSettingsRow = { user_id: string; muted: string; seen_at: number }

/** SHA-256 of the secret in the address, as with invitations. */
export type CalendarRow = { user_id: string; token_hash: string; created_at: number }
