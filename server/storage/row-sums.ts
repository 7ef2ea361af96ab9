import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
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
  sessions: { kind: 'none', why: 'ways in: one that was changed opens nothing' },
  passkeys: row,
  used_challenges: {
    kind: 'none',
    why: 'one that was changed lets an answer be given again, within minutes',
  },
  sign_in_links: { kind: 'none', why: 'ways in: one that was changed opens nothing' },
  sign_links: { kind: 'none', why: 'ways in: one that was changed opens nothing' },
  plans: {
    kind: 'row',
    // Written on every keystroke. The number has to agree with the log, the summary with the text.
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
  bsn_answers: row,
  versions: row,
  overrules: row,
  audit: { kind: 'none', why: 'a chain' },
  rounds: row,
  mandates: row,
  approvals: row,
  reminders: row,
  signing_keys: row,
  version_records: row,
  submissions: row,
  submission_files: row,
  storage_probe: { kind: 'none', why: 'says nothing' },
  mail_settings: row,
  outbox: { kind: 'none', why: 'nobody reads it' },
  mail_notices: { kind: 'none', why: 'nobody reads it' },
  consultations: row,
  consultation_answers: row,
  consultation_replacements: row,
  read_links: row,
  plan_endings: row,
  plan_days: row,
  redactions: row,
}

/**
 * The checksum function for the triggers. Short: it detects damage and careless edits, not forgery
 * by anyone who has this code.
 */
export function addRowSum(database: {
  function(
    name: string,
    options: { deterministic: boolean },
    call: (text: unknown) => string,
  ): unknown
}): void {
  database.function('row_sum', { deterministic: true }, sumOf)
}

function sumOf(text: unknown): string {
  return createHash('sha256').update(String(text), 'utf8').digest('base64url').slice(0, 16)
}

type AnyDatabase = Kysely<Record<string, Record<string, unknown>>>
type Column = { name: string; type: string; pk: number }
type Shape = { table: string; key: string; text: string; columns: string[] }

/**
 * Removes the triggers before a migration and restores them after it, with new sums; otherwise it
 * only adds missing triggers. Sums of a table whose shape did not change are never recomputed: that
 * would bless whatever its rows contain.
 */
export async function keepRowSums(
  database: Storage,
  { isChanged }: { isChanged: boolean },
): Promise<void> {
  const db = database as unknown as AnyDatabase
  const present = await triggersOf(db)
  for (const table of Object.keys(kept)) {
    const shape = await shapeOf(db, table)
    if (shape === null) continue
    const wanted = triggersFor(shape)
    if (isChanged)
      for (const [name] of wanted) await sql`drop trigger if exists ${sql.ref(name)}`.execute(db)
    for (const [name, statement] of wanted)
      if (isChanged || !present.has(name)) await sql.raw(statement).execute(db)
    if (!isChanged) continue
    await sql`delete from row_sums where tbl = ${table}`.execute(db)
    await sql
      .raw(
        `insert into row_sums (tbl, row_key, sum) select '${table}', ${shape.key}, row_sum(${shape.text}) from "${table}"`,
      )
      .execute(db)
  }
  if (isChanged)
    await sql`insert into row_sums (tbl, row_key, sum) values (${schemaTable}, '', ${await schemaSum(db)}) on conflict (tbl, row_key) do update set sum = excluded.sum`.execute(
      db,
    )
}

const schemaTable = 'sqlite_master'

/** Column names and triggers are bytes on a disk as well. */
async function schemaSum(db: AnyDatabase): Promise<string> {
  const { rows } = await sql<{
    text: string
  }>`select quote(type) || quote(name) || quote(sql) as text from sqlite_master where name not like 'sqlite\\_%' escape '\\' order by type, name`.execute(
    db,
  )
  return sumOf(rows.map(({ text }) => text).join('\n'))
}

export async function dropRowSumTriggers(database: Storage): Promise<void> {
  const db = database as unknown as AnyDatabase
  for (const name of await triggersOf(db)) await sql`drop trigger ${sql.ref(name)}`.execute(db)
}

/**
 * Rows that differ from when they were written, per table; also rows added or deleted without the
 * triggers.
 */
export async function findChangedRows(
  database: Storage,
): Promise<{ table: string; keys: string[] }[]> {
  const db = database as unknown as AnyDatabase
  const found: { table: string; keys: string[] }[] = []
  const { rows: schema } = await sql<{
    sum: string
  }>`select sum from row_sums where tbl = ${schemaTable}`.execute(db)
  if (schema[0]?.sum !== (await schemaSum(db))) found.push({ table: 'schema', keys: ['tabellen'] })
  for (const table of Object.keys(kept)) {
    const shape = await shapeOf(db, table)
    if (shape === null) continue
    const sums = await sql<{
      row_key: string
      sum: string
    }>`select row_key, sum from row_sums where tbl = ${table}`.execute(db)
    const expected = new Map(sums.rows.map(({ row_key, sum }) => [row_key, sum]))
    const { rows } = await sql
      .raw<{ row_key: string; text: string }>(
        `select ${shape.key} as row_key, ${shape.text} as text from "${table}"`,
      )
      .execute(db)
    const keys = rows
      .filter(({ row_key, text }) => expected.get(row_key) !== sumOf(text))
      .map(({ row_key }) => row_key)
    for (const { row_key } of rows) expected.delete(row_key)
    keys.push(...expected.keys())
    if (keys.length > 0) found.push({ table, keys })
  }
  return found
}

/** Null for a table without sums, or one that this database does not have. */
async function shapeOf(db: AnyDatabase, table: string): Promise<Shape | null> {
  const how = kept[table as keyof Tables]
  if (how.kind === 'none') return null
  const { rows } =
    await sql<Column>`select name, type, pk from pragma_table_info(${table})`.execute(db)
  if (rows.length === 0) return null
  const quoted = (columns: readonly string[]) =>
    columns.map((name) => `quote("${name}")`).join(` || ',' || `)
  const columns = rows
    .filter(({ name, type }) => type !== 'blob' && how.except?.includes(name) !== true)
    .map(({ name }) => name)
  const keys = rows.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
  return { table, key: quoted(keys.map(({ name }) => name)), text: quoted(columns), columns }
}

/** An update of an excluded column fires no trigger: those columns are written all the time. */
function triggersFor({ table, key, text, columns }: Shape): [name: string, statement: string][] {
  const of = (side: 'new' | 'old', expression: string) =>
    expression.replaceAll('quote("', `quote(${side}."`)
  const keep = `insert into row_sums (tbl, row_key, sum) values ('${table}', ${of('new', key)}, row_sum(${of('new', text)})) on conflict (tbl, row_key) do update set sum = excluded.sum;`
  const drop = `delete from row_sums where tbl = '${table}' and row_key = ${of('old', key)};`
  const name = (event: string) => `${table}${suffix}${event}`
  const changing = columns.map((column) => `"${column}"`).join(', ')
  return [
    [
      name('insert'),
      `create trigger "${name('insert')}" after insert on "${table}" begin ${keep} end`,
    ],
    [
      name('update'),
      `create trigger "${name('update')}" after update of ${changing} on "${table}" begin ${drop} ${keep} end`,
    ],
    [
      name('delete'),
      `create trigger "${name('delete')}" after delete on "${table}" begin ${drop} end`,
    ],
  ]
}

const suffix = '_row_sum_'

async function triggersOf(db: AnyDatabase): Promise<Set<string>> {
  const { rows } = await sql<{
    name: string
  }>`select name from sqlite_master where type = 'trigger' and name like ${`%${suffix.replaceAll('_', '\\_')}%`} escape '\\'`.execute(
    db,
  )
  return new Set(rows.map(({ name }) => name))
}
