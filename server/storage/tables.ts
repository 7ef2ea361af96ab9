import type { Generated, Kysely, Selectable, Transaction } from 'kysely'
import type { Role } from '#shared/access.ts'
import type { PlanStatus } from '#shared/agreement/status.ts'
import type { MailRhythm } from '#shared/api/mail.ts'
import type { Discipline } from '#shared/disciplines.ts'
import type {
  AccountMergesTable,
  AccountWordsTable,
  OidcAccountsTable,
  PasskeysTable,
  SessionsTable,
  SignInLinksTable,
  UsedChallengesTable,
  UserTable,
} from './tables/accounts.ts'
import type { PlanActivityTable, PlanVisitsTable } from './tables/activity.ts'
import type {
  ApprovalRow,
  MandateRow,
  PersonLinkRow,
  RoundRow,
  SignLinkRow,
  VersionRecordRow,
} from './tables/agreement.ts'
import type { AuditRow } from './tables/audit.ts'
import type {
  CommentLikesTable,
  CommentsTable,
  ThreadReadsTable,
  ThreadsTable,
} from './tables/comments.ts'
import type { ConsultationsTable, ReadLinksTable } from './tables/consultation.ts'
import type { PlanDayRow } from './tables/days.ts'
import type { PlanEndingRow } from './tables/endings.ts'
import type { PlanFileBodiesTable, PlanFilesTable } from './tables/files.ts'
import type {
  AskRow,
  CalendarRow,
  InboxSettingsRow,
  PlanMeetingRow,
  PlanTaskRow,
} from './tables/inbox.ts'
import type { MailNoticesTable, OutboxTable } from './tables/mail.ts'
import type { OutcomeLinksTable } from './tables/outcome-links.ts'
import type { BsnAnswersTable, OverrulesTable } from './tables/readiness.ts'
import type { RedactionRow } from './tables/redactions.ts'
import type { AdoptionsTable, RequirementChoicesTable } from './tables/requirements.ts'
import type { PlanWordsRow } from './tables/search.ts'
import type { NodeCallRow, RateCountRow, SchemaStepRow } from './tables/servers.ts'
import type { SubmissionFileRow, SubmissionRow } from './tables/submissions.ts'
import type { VersionsTable } from './tables/versions.ts'

/** Our own times are integer milliseconds since 1970, UTC. Those of `user` are ISO text. */
export type Tables = {
  user: UserTable
  account_words: AccountWordsTable
  sessions: SessionsTable
  passkeys: PasskeysTable
  oidc_accounts: OidcAccountsTable
  used_challenges: UsedChallengesTable
  sign_in_links: SignInLinksTable
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
  requirement_choices: RequirementChoicesTable
  adoptions: AdoptionsTable
  audit: AuditRow
  rounds: RoundRow
  mandates: MandateRow
  person_links: PersonLinkRow
  approvals: ApprovalRow
  reminders: { id: string; version_id: string; seat: string; user_id: string; at: number }
  sign_links: SignLinkRow
  installation_keys: { name: string; value: string }
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
  consultation_replacements: {
    consultation_id: string
    user_id: string
    replacement_id: string
    at: number
  }
  read_links: ReadLinksTable
  outcome_links: OutcomeLinksTable
  plan_endings: PlanEndingRow
  plan_days: PlanDayRow
  redactions: RedactionRow
  asks: AskRow
  plan_tasks: PlanTaskRow
  plan_meetings: PlanMeetingRow
  plan_words: PlanWordsRow
  inbox_settings: InboxSettingsRow
  calendars: CalendarRow
  schema_steps: SchemaStepRow
  rate_counts: RateCountRow
  node_calls: NodeCallRow
  account_merges: AccountMergesTable
  plan_file_bodies: PlanFileBodiesTable
  plan_files: PlanFilesTable
}

export type Storage = Kysely<Tables>

export type StorageTransaction = Transaction<Tables>

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
  /** Sequence number of the last change of the document, or higher; events do not count. */
  document_seq: Generated<number>
  /** Last change of the document; events do not count. */
  changed_at: number
  changed_by: string | null
  deleted_at: number | null
  /** Summary as read at `summary_seq`: a copy for the list, never the source of truth. */
  title: Generated<string>
  wijk: Generated<string>
  team: Generated<string>
  period_from: string | null
  period_to: string | null
  total_cents: number | null
  /** The summary is stale if this is lower than `document_seq`. */
  summary_seq: Generated<number>
  /** The words in `plan_words` are outdated if this is lower than `document_seq`. */
  words_seq: Generated<number>
  /** Title, neighbourhood and team, normalised for search (shared/fold.ts). */
  search_text: Generated<string>
  /** When its open questions were stored for the first time; null for a plan of before they were. */
  asks_kept_at: Generated<number | null>
  /** 1 if users who may only read the plan see its comments. */
  readers_see_comments: Generated<number>
  /**
   * The number of the last line of the audit trail, stored a second time; null in rows from before
   * this existed.
   */
  trail_number: number | null
  trail_hash: string | null
  /** Changes up to this one are in `plan_activity`. */
  activity_seq: Generated<number>
}

export type PlanRow = Selectable<PlansTable>

/**
 * `body` is the Yjs update, or the event as JSON in UTF-8. Checksums are null in rows from before
 * they existed.
 */
type PlanChangesTable = {
  plan_id: string
  seq: number
  at: number
  actor: string | null
  kind: 'update' | 'event'
  body: Uint8Array
  body_crc32: number | null
}

type PlanSnapshotsTable = {
  plan_id: string
  seq: number
  state: Uint8Array
  state_crc32: number | null
}

type PlanFormatsTable = { id: string; version: number; json: string }

type MembersTable = {
  plan_id: string
  user_id: string
  role: Role
  discipline: Discipline | null
  added_at: number
  /** JSON: ids of the sections this user was invited to; null for the whole plan. */
  sections: string | null
  /** The last day in Amsterdam on which this user opened the plan; null before the first one. */
  last_here_on: Generated<string | null>
}

export type InvitesTable = {
  id: string
  plan_id: string
  /** SHA-256 of the token: a reader of the database or a backup can't use it. */
  token_hash: string
  role: Role
  discipline: Discipline | null
  email: string | null
  /** The intended user, in the words of its maker. */
  name: string | null
  /** The row of `people` that its user is linked to on joining. */
  person_row: string | null
  /** When a mail server accepted the mail with the link. */
  mailed_at: number | null
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
