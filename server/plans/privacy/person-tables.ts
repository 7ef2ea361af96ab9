import type { Tables } from '#server/storage/tables.ts'

type PersonColumns = { readonly [T in keyof Tables]: readonly (keyof Tables[T] & string)[] }

/**
 * The columns of each table that refer to a person by account id; a new table does not compile
 * until it is listed here. The export of a person's data reads this (export-person.ts).
 */
export const personColumns: PersonColumns = {
  user: ['id'],
  sessions: ['user_id', 'handed_by'],
  passkeys: ['user_id'],
  oidc_accounts: ['user_id'],
  used_challenges: [],
  sign_in_links: ['user_id', 'handed_by'],
  plans: ['created_by', 'changed_by'],
  plan_changes: ['actor'],
  plan_snapshots: [],
  plan_formats: [],
  members: ['user_id'],
  invites: ['created_by', 'accepted_by'],
  person_links: ['user_id', 'linked_by'],
  threads: ['created_by', 'resolved_by'],
  comments: ['author_id'],
  comment_likes: ['user_id'],
  thread_reads: ['user_id'],
  plan_visits: ['user_id'],
  plan_activity: ['user_id'],
  bsn_answers: ['user_id'],
  versions: ['created_by'],
  overrules: ['user_id'],
  audit: ['actor'],
  rounds: ['presented_by'],
  mandates: ['user_id', 'given_by'],
  approvals: ['user_id', 'linked_by'],
  reminders: ['user_id'],
  sign_links: ['user_id'],
  signing_keys: [],
  version_records: [],
  submissions: ['submitted_by'],
  submission_files: [],
  storage_probe: [],
  mail_settings: ['user_id'],
  outbox: ['user_id'],
  mail_notices: ['user_id'],
  consultations: ['opened_by', 'closed_by'],
  consultation_answers: ['user_id'],
  consultation_replacements: ['user_id', 'replacement_id'],
  read_links: ['created_by'],
  plan_endings: ['ended_by'],
  plan_days: [],
  redactions: [],
}
