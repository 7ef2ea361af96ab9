import type { Generated, Kysely, Selectable, Transaction } from 'kysely'
import type { Role } from '#shared/access.ts'
import type { MailRhythm } from '#shared/api/mail.ts'
import type { PlanStatus } from '#shared/api/plans.ts'
import type { Discipline } from '#shared/disciplines.ts'

/** Own times are integer milliseconds since 1970, UTC. Those of the four account tables are ISO text, as better-auth writes them. */
export type Tables = {
  user: UserTable
  session: SessionTable
  account: AccountTable
  verification: VerificationTable
  plans: PlansTable
  plan_changes: PlanChangesTable
  plan_snapshots: PlanSnapshotsTable
  plan_formats: PlanFormatsTable
  members: MembersTable
  invites: InvitesTable
  threads: ThreadsTable
  comments: CommentsTable
  comment_likes: CommentLikesTable
  thread_reads: ThreadReadsTable
  plan_visits: PlanVisitsTable
  plan_activity: PlanActivityTable
  bsn_answers: BsnAnswersTable
  versions: VersionsTable
  overrules: OverrulesTable
  audit: AuditRow
  rounds: RoundRow
  mandates: MandateRow
  approvals: ApprovalRow
  reminders: { id: string; version_id: string; seat: string; user_id: string; at: number }
  sign_links: SignLinkRow
  signing_keys: { id: string; public_key: string; since: number }
  version_records: VersionRecordRow
  submissions: SubmissionRow
  submission_files: SubmissionFileRow
  storage_probe: { id: number; at: number }
  mail_settings: { user_id: string; rhythm: MailRhythm }
  outbox: OutboxTable
  mail_notices: MailNoticesTable
  consultations: ConsultationsTable
  consultation_answers: { consultation_id: string; user_id: string; at: number }
  consultation_replacements: { consultation_id: string; user_id: string; replacement_id: string; at: number }
  read_links: ReadLinksTable
}

export type Storage = Kysely<Tables>
export type StorageTransaction = Transaction<Tables>

export type UserTable = {
  id: string
  name: string
  email: string
  /** 0 while nobody proved by mail that the address is theirs. */
  emailVerified: number
  image: string | null
  createdAt: string
  updatedAt: string
  isAdmin: number
}
type SessionTable = { id: string; expiresAt: string; token: string; createdAt: string; updatedAt: string; ipAddress: string | null; userAgent: string | null; userId: string }
type AccountTable = {
  id: string
  accountId: string
  providerId: string
  userId: string
  accessToken: string | null
  refreshToken: string | null
  idToken: string | null
  accessTokenExpiresAt: string | null
  refreshTokenExpiresAt: string | null
  scope: string | null
  password: string | null
  createdAt: string
  updatedAt: string
}
type VerificationTable = { id: string; identifier: string; value: string; expiresAt: string; createdAt: string; updatedAt: string }

export type PlansTable = {
  id: string
  format_id: string
  format_version: number
  status: PlanStatus
  epoch: string
  /** Sequence number of the last change in the log. */
  seq: Generated<number>
  created_at: number
  created_by: string
  /** Last change of the document; events do not count. */
  changed_at: number
  changed_by: string | null
  deleted_at: number | null
  /** Summary as read at `summary_seq`: a copy for the list, never the truth. */
  title: Generated<string>
  wijk: Generated<string>
  team: Generated<string>
  period_from: string | null
  period_to: string | null
  total_cents: number | null
  summary_seq: Generated<number>
  /** 1 when who only reads the plan may read what is said about it. */
  readers_see_comments: Generated<number>
  /** Changes up to this one are in `plan_activity`. */
  activity_seq: Generated<number>
}
export type PlanRow = Selectable<PlansTable>

/** `body` is the Yjs update, or the event as JSON in UTF-8. Checksums are null in rows of before there were any. */
type PlanChangesTable = { plan_id: string; seq: number; at: number; actor: string | null; kind: 'update' | 'event'; body: Uint8Array; body_crc32: number | null }
type PlanSnapshotsTable = { plan_id: string; seq: number; state: Uint8Array; state_crc32: number | null }
type PlanFormatsTable = { id: string; version: number; json: string }
type MembersTable = {
  plan_id: string
  user_id: string
  role: Role
  discipline: Discipline | null
  added_at: number /** JSON: ids of the sections this person was invited to; null for the whole plan. */
  sections: string | null
}
export type InvitesTable = {
  id: string
  plan_id: string
  /** SHA-256 of the token: who reads the database or a backup can't use it. */
  token_hash: string
  role: Role
  discipline: Discipline | null
  email: string | null
  /** As in `members`. */
  sections: string | null
  created_by: string
  created_at: number
  expires_at: number
  accepted_at: number | null
  accepted_by: string | null
  withdrawn_at: number | null
}
export type InviteRow = Selectable<InvitesTable>

type ThreadsTable = {
  id: string
  plan_id: string
  /** Of the event that tells of it. */
  seq: number
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

type CommentsTable = {
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

type CommentLikesTable = { comment_id: string; user_id: string; liked_at: number }
/** What a person has seen, as a place in the plan's log: no clock is trusted for it. */
type ThreadReadsTable = { thread_id: string; user_id: string; seq: number }
type PlanVisitsTable = { plan_id: string; user_id: string; seq: number; at: number }

/** One person's changes of one part of a plan between two visits of anyone, so that the old value is that of the visit. */
export type PlanActivityTable = {
  plan_id: string
  kind: 'field' | 'value' | 'row' | 'cell'
  /** Id of the field, value or table; `row` and `column` are empty where there is none. */
  part: string
  row: string
  column: string
  user_id: string
  first_seq: number
  last_seq: number
  first_at: number
  last_at: number
  /** JSON of an amount before the first of these changes; null for what is no amount. Texts are not kept. */
  old_value: string | null
}

/** "Het is geen BSN", with the reason and without the digits. */
type BsnAnswersTable = { id: string; plan_id: string; user_id: string; at: number; place: string; reason: string }

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
type MailNoticesTable = {
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

export type ConsultationsTable = {
  id: string
  plan_id: string
  opened_by: string
  opened_at: number
  deadline: number
  /** Of the coordinator; may be empty. */
  message: string
  /** JSON of the PlanContent that was put forward: what read links show. */
  content: string
  /** Null when there is no time for a reminder. */
  remind_at: number | null
  reminded_at: number | null
  /** Never later than the deadline, however late the server found out. */
  closed_at: number | null
  /** Null when the deadline closed it. */
  closed_by: string | null
}
export type ConsultationRow = Selectable<ConsultationsTable>

export type ReadLinksTable = {
  id: string
  consultation_id: string
  /** SHA-256 of the token, as with invitations. */
  token_hash: string
  /** For whom it is, in the words of who made it. */
  name: string
  created_by: string
  created_at: number
  revoked_at: number | null
}
/** A frozen state of a plan. Storage refuses every change of a row, and its removal while there is the plan. */
type VersionsTable = {
  id: string
  plan_id: string
  /** 1, 2, 3 … within the plan. */
  number: number
  name: string
  format_id: string
  format_version: number
  /** SHA-256 of the form as plans follow it, canonical: the questions belong to what was agreed. */
  format_hash: string
  epoch: string
  /** Last change that is in it. */
  seq: number
  total_cents: number | null
  /** PlanContent as canonical JSON in UTF-8. */
  content: Uint8Array
  /** SHA-256 of `content`. */
  hash: string
  created_at: number
  created_by: string
  /** SHA-256 over everything else here and the seal of the version before (docs/versions.md). */
  seal: string
}
export type VersionRow = Selectable<VersionsTable>
/** Why a finding does not stand in the way of handing in. The last row of a key counts; one without a reason takes it back. */
type OverrulesTable = { id: string; plan_id: string; key: string; rule: string; reason: string | null; user_id: string; at: number; seq: number }

/** `hash` covers the row and the hash of the one before. */
export type AuditRow = {
  plan_id: string
  number: number
  at: number
  actor: string | null
  on_behalf_of: string | null
  action: string
  object: string
  result: string
  channel: string
  address: string | null
  hash: string
}

/** A version that was put before everyone who has to agree. `seats` is JSON of who was asked, as the plan said it then. */
export type RoundRow = {
  version_id: string
  plan_id: string
  /** Of the event that tells of it: the order of rounds. */
  seq: number
  code: string
  editorial_of: string | null
  /** Last day for an answer. */
  deadline: string
  seats: string
  presented_at: number
  presented_by: string
}

/** Who may answer for a seat. The last row of a seat and person counts. */
export type MandateRow = {
  id: string
  plan_id: string
  number: number
  seat: string
  user_id: string
  kind: 'holder' | 'deputy' | 'withdrawn'
  position: string
  organisation: string
  level: string
  on_behalf_of: string
  given_by: string
  given_at: number
}

export type ApprovalRow = {
  id: string
  plan_id: string
  version_id: string
  /** 1, 2, 3 … within the plan: the order of answers. */
  number: number
  seat: string
  verdict: 'agreed' | 'agreed-with-remark' | 'not-agreed' | 'withdrawn'
  remark: string
  user_id: string
  name: string
  position: string
  organisation: string
  level: string
  on_behalf_of: string
  is_deputy: number
  channel: string
  at: number
}

type SignLinkRow = { id: string; token_hash: string; plan_id: string; version_id: string; seat: string; user_id: string; created_at: number; expires_at: number; used_at: number | null }

/** `record` is canonical JSON; `signature` Ed25519 over it, in base64url. */
export type VersionRecordRow = { version_id: string; number: number; record: string; key_id: string; signature: string; at: number }

export type SubmissionRow = {
  id: string
  plan_id: string
  version_id: string
  scheme: string
  wijk_key: string
  period_from: string
  period_to: string
  claim: string | null
  recipient: string
  handed_in_on: string
  contact: string
  submitted_by: string
  submitted_at: number
}

type SubmissionFileRow = { id: string; submission_id: string; file_name: string; media_type: string; sha256: string; bytes: Uint8Array }
