import type { Tables } from './tables.ts'

type Ordered = {
  readonly [T in keyof Tables]: {
    /** A unique key without nulls, in the order in which rows may be inserted one after the other. */
    keys: readonly (keyof Tables[T] & string)[]
    /** Columns that hold up to megabytes each: a batch of such rows is limited by their bytes. */
    large?: readonly (keyof Tables[T] & string)[]
    /** A column that refers to a row of the same table, which may come later in this order. */
    own?: keyof Tables[T] & string
  }
}

/**
 * All tables in an order in which each refers only to earlier ones, for copying a database row by row. A new table does
 * not compile until it is listed here; a test compares the order with the references of the database.
 */
export const tableOrder = {
  user: { keys: ['id'], own: 'mergedInto' },
  account_words: { keys: ['word', 'user_id'] },
  plan_formats: { keys: ['id', 'version'], large: ['json'] },
  plans: { keys: ['id'] },
  plan_changes: { keys: ['plan_id', 'seq'], large: ['body'] },
  plan_snapshots: { keys: ['plan_id'], large: ['state'] },
  members: { keys: ['plan_id', 'user_id'] },
  invites: { keys: ['id'] },
  person_links: { keys: ['plan_id', 'user_id'] },
  asks: { keys: ['plan_id', 'user_id', 'kind', 'about'] },
  plan_tasks: { keys: ['plan_id', 'row_id'] },
  plan_meetings: { keys: ['plan_id', 'row_id'] },
  plan_words: { keys: ['plan_id', 'section'], large: ['body', 'words'] },
  inbox_settings: { keys: ['user_id'] },
  calendars: { keys: ['user_id'] },
  threads: { keys: ['id'] },
  comments: { keys: ['id'] },
  comment_likes: { keys: ['comment_id', 'user_id'] },
  thread_reads: { keys: ['thread_id', 'user_id'] },
  plan_visits: { keys: ['plan_id', 'user_id'] },
  plan_activity: {
    keys: ['plan_id', 'kind', 'part', 'row', 'column', 'user_id', 'first_seq'],
    large: ['old_value'],
  },
  plan_file_bodies: { keys: ['plan_id', 'sha256'], large: ['bytes'] },
  plan_files: { keys: ['id'] },
  bsn_answers: { keys: ['id'] },
  // A trigger demands the next number of the plan.
  versions: { keys: ['plan_id', 'number'], large: ['content'] },
  overrules: { keys: ['id'] },
  requirement_choices: { keys: ['id'] },
  audit: { keys: ['plan_id', 'number'] },
  rounds: { keys: ['version_id'] },
  adoptions: { keys: ['id'] },
  mandates: { keys: ['id'] },
  approvals: { keys: ['id'] },
  reminders: { keys: ['id'] },
  sign_links: { keys: ['id'] },
  signing_keys: { keys: ['id'] },
  version_records: { keys: ['version_id', 'number'], large: ['record'] },
  submissions: { keys: ['id'] },
  submission_files: { keys: ['id'], large: ['bytes'] },
  consultations: { keys: ['id'], large: ['content'] },
  consultation_answers: { keys: ['consultation_id', 'user_id'] },
  consultation_replacements: { keys: ['consultation_id', 'user_id'] },
  read_links: { keys: ['id'] },
  outcome_links: { keys: ['id'] },
  plan_endings: { keys: ['plan_id'] },
  plan_days: { keys: ['plan_id', 'day'], large: ['content'] },
  redactions: { keys: ['plan_id', 'number'] },
  mail_settings: { keys: ['user_id'] },
  outbox: { keys: ['id'] },
  mail_notices: { keys: ['user_id', 'about'] },
  sessions: { keys: ['id'] },
  passkeys: { keys: ['id'] },
  oidc_accounts: { keys: ['id'] },
  used_challenges: { keys: ['hash'] },
  sign_in_links: { keys: ['id'] },
  account_merges: { keys: ['id'] },
  installation_keys: { keys: ['name'] },
  storage_probe: { keys: ['id'] },
  schema_steps: { keys: ['name'] },
  rate_counts: { keys: ['key'] },
  node_calls: { keys: ['id'], large: ['request', 'answer'] },
} as const satisfies Ordered

export const tableNames = Object.keys(tableOrder) as (keyof Tables)[]
