import { type Kysely, type RawBuilder, sql } from 'kysely'
import { limits } from '#shared/limits.ts'
import { sumOfRow } from './checksum.ts'
import { engineOf, type RowShape } from './engine.ts'
import { refs, rowSlices } from './row-slices.ts'
import { tableNames, tableOrder } from './table-order.ts'
import type { Storage, Tables } from './tables.ts'

type Kept = { kind: 'row'; except?: readonly string[] } | { kind: 'none'; why: string }
const row: Kept = { kind: 'row' }

/**
 * The tables with a checksum beside each row, which detects a bit flipped on disk and a row changed
 * by another program. A new table does not compile until it is listed here. Binary columns are left
 * out: each of them has a checksum of its own.
 */
const kept: { readonly [T in keyof Tables]: Kept } = {
  user: row,
  account_words: { kind: 'none', why: 'a copy of names and addresses' },
  sessions: { kind: 'none', why: 'ways in: one that was changed opens nothing' },
  passkeys: row,
  oidc_accounts: row,
  account_merges: row,
  used_challenges: {
    kind: 'none',
    why: 'one that was changed lets an answer be given again, within minutes',
  },
  sign_in_links: { kind: 'none', why: 'ways in: one that was changed opens nothing' },
  sign_links: { kind: 'none', why: 'ways in: one that was changed opens nothing' },
  plans: {
    kind: 'row',
    // Written on every keystroke, so not covered; the number has to agree with the log, the summary
    // with the text.
    except: [
      'seq',
      'document_seq',
      'changed_at',
      'changed_by',
      'title',
      'wijk',
      'team',
      'period_from',
      'period_to',
      'total_cents',
      'search_text',
      'summary_seq',
      'words_seq',
      'activity_seq',
    ],
  },
  plan_changes: { kind: 'none', why: 'a checksum of its own' },
  plan_snapshots: { kind: 'none', why: 'a checksum of its own' },
  plan_formats: row,
  members: row,
  invites: row,
  person_links: row,
  threads: row,
  comments: row,
  comment_likes: row,
  thread_reads: row,
  plan_visits: row,
  plan_activity: row,
  plan_file_bodies: row,
  plan_files: { kind: 'row', except: ['checked_at', 'unused_since'] },
  bsn_answers: row,
  versions: row,
  overrules: row,
  requirement_choices: row,
  adoptions: row,
  audit: { kind: 'none', why: 'a chain' },
  rounds: row,
  mandates: row,
  approvals: row,
  reminders: row,
  installation_keys: { kind: 'none', why: 'encrypted with a sum of its own' },
  signing_keys: row,
  version_records: row,
  submissions: row,
  submission_files: row,
  storage_probe: { kind: 'none', why: 'says nothing' },
  schema_steps: { kind: 'none', why: 'written again by every start of a server' },
  rate_counts: { kind: 'none', why: 'of the last hours' },
  node_calls: { kind: 'none', why: 'of the last seconds' },
  mail_settings: row,
  outbox: { kind: 'none', why: 'nobody reads it' },
  mail_notices: { kind: 'none', why: 'nobody reads it' },
  consultations: row,
  consultation_answers: row,
  consultation_replacements: row,
  read_links: row,
  outcome_links: row,
  plan_endings: row,
  plan_days: row,
  redactions: row,
  asks: { kind: 'none', why: 'follows from rows that have a sum' },
  plan_tasks: { kind: 'none', why: 'a copy of what the document says' },
  plan_meetings: { kind: 'none', why: 'a copy of what the document says' },
  plan_words: { kind: 'none', why: 'a copy of what the document says' },
  inbox_settings: row,
  calendars: { kind: 'none', why: 'ways in: one that was changed opens nothing' },
}

type AnyDatabase = Kysely<Record<string, Record<string, unknown>>>

/**
 * Removes the triggers before a migration and restores them after it, with new sums; otherwise it
 * only adds missing triggers. Sums of a table whose shape did not change are never recomputed: that
 * would accept any content of its rows.
 */
export async function keepRowSums(
  database: Storage,
  { isChanged }: { isChanged: boolean },
): Promise<void> {
  const db = database as unknown as AnyDatabase
  const { rowSums } = engineOf(database)
  if (isChanged) await rowSums.prepare()
  const present = await rowSums.triggers()
  for (const table of Object.keys(kept)) {
    const shape = await shapeOf(database, table)
    if (shape === null) continue
    const statements = rowSums
      .statements(shape)
      .flatMap((trigger) => (present.has(trigger.name) ? [] : trigger.statements))
    if (isChanged)
      statements.push(
        `delete from row_sums where tbl = '${table}'`,
        `insert into row_sums (tbl, row_key, sum) select '${table}', ${rowSums.text(shape.keys)}, row_sum(${rowSums.text(shape.columns)}) from "${table}"`,
      )
    // A row that another server writes between two of these would have a sum of neither.
    if (statements.length > 0) await rowSums.remake(table, statements)
  }
  if (isChanged)
    await sql`insert into row_sums (tbl, row_key, sum) values (${schemaTable}, '', ${sumOfRow(await rowSums.schema())}) on conflict (tbl, row_key) do update set sum = excluded.sum`.execute(
      db,
    )
}

const schemaTable = 'sqlite_master'

export async function dropRowSumTriggers(database: Storage): Promise<void> {
  const { rowSums } = engineOf(database)
  for (const name of await rowSums.triggers())
    for (const statement of rowSums.dropping(name)) await sql.raw(statement).execute(database)
}

/** Whether the schema is the one that the last migration left; its sum is the last thing that a migration writes. */
export async function isSchemaAsSummed(database: Storage): Promise<boolean> {
  const { rows } = await sql<{
    sum: string
  }>`select sum from row_sums where tbl = ${schemaTable}`.execute(database)
  return rows[0]?.sum === sumOfRow(await engineOf(database).rowSums.schema())
}

/** Rows of one table that are not what was written: some of their keys, and how many there are. */
export type ChangedRows = { table: string; keys: string[]; count: number }

/** Enough for the operator to see what kind of rows they are. */
const keysKept = 20

/**
 * Rows that differ from when they were written, per table; also rows added or deleted without the
 * triggers. A row and its sum are read by one statement, so that a server may write meanwhile.
 */
export async function findChangedRows(database: Storage): Promise<ChangedRows[]> {
  const { rowSums } = engineOf(database)
  const found: ChangedRows[] = []
  // Column names and triggers are bytes on a disk as well.
  if (!(await isSchemaAsSummed(database)))
    found.push({ table: 'schema', keys: ['tabellen'], count: 1 })
  for (const table of tableNames) {
    const shape = await shapeOf(database, table)
    if (shape === null) continue
    const key = sql.raw(rowSums.text(shape.keys))
    const { keys, large }: { keys: readonly string[]; large?: readonly string[] } =
      tableOrder[table]
    const changed: ChangedRows = { table, keys: [], count: 0 }
    for await (const rows of rowSlices<SummedRow>(database, {
      table,
      keys,
      ...(large === undefined ? {} : { large }),
      selection: sql`${refs(keys)}, ${key} as "%key", ${sql.raw(rowSums.text(shape.columns))} as "%text",
        (select sum from row_sums where tbl = ${table} and row_key = ${key}) as "%sum"`,
    }))
      for (const row of rows) if (row['%sum'] !== sumOfRow(row['%text'])) add(changed, row['%key'])
    for (const gone of await findDeleted(database, table, key)) add(changed, gone)
    if (changed.count > 0) found.push(changed)
  }
  return found
}

type SummedRow = { '%key': string; '%text': string; '%sum': string | null }

function add(changed: ChangedRows, key: string): void {
  changed.count++
  if (changed.keys.length < keysKept) changed.keys.push(key)
}

/** The database compares: its own memory for that is limited, and ours would hold all keys of the table. */
async function findDeleted(
  database: Storage,
  table: string,
  key: RawBuilder<unknown>,
): Promise<string[]> {
  const { rows } = await sql<{ row_key: string }>`select row_key from row_sums where tbl = ${table}
    except select ${key} from ${sql.table(table)} limit ${sql.lit(limits.copiedRows.max)}`.execute(
    database,
  )
  return rows.map(({ row_key }) => row_key)
}

/** Null for a table without sums, or one that this database does not have. */
async function shapeOf(database: Storage, table: string): Promise<RowShape | null> {
  const how = kept[table as keyof Tables]
  if (how.kind === 'none') return null
  const columns = await engineOf(database).rowSums.columns(table)
  if (columns.length === 0) return null
  return {
    table,
    columns: columns
      .filter(({ name, isBinary }) => !isBinary && how.except?.includes(name) !== true)
      .map(({ name }) => name),
    keys: columns
      .filter(({ key }) => key > 0)
      .sort((a, b) => a.key - b.key)
      .map(({ name }) => name),
  }
}
