import { mergedInto } from '#server/storage/merged-accounts.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { PersonalData } from '#shared/api/my-data.ts'
import { AppError } from '#shared/errors.ts'
import type { PlanContent, Row } from '#shared/plan/content.ts'
import { personColumns } from './person-tables.ts'

/** Secrets, and fields about a whole plan rather than about this person. */
const leftOut = new Set(['token_hash', 'content', 'search_text', 'wordsOf', 'sortName'])

/**
 * A notice or a read mark names a thread; for a user who was invited to parts even the id of a
 * hidden thread is left out.
 */
const leftOutOf: Readonly<Record<string, readonly string[]>> = {
  mail_notices: ['about', 'thread_id'],
  thread_reads: ['thread_id'],
}

type ReadContent = (planId: string) => Promise<PlanContent | null>

/**
 * Everything that the installation stores about one person, as machine-readable JSON (AVG, articles
 * 15 and 20): each row that refers to their account, and in each plan the row of the people table
 * that is linked to it. Rejects with `not-found`.
 */
export async function exportPerson(
  db: Storage,
  userId: string,
  { now, read }: { now: number; read: ReadContent },
): Promise<PersonalData> {
  const any = db.withTables<Record<string, Record<string, unknown>>>()
  // What they did with an account that was merged into theirs is theirs too.
  const userIds = [userId, ...(await mergedInto(db, userId))]
  const records: PersonalData['records'] = {}
  for (const [table, columns] of Object.entries(personColumns)) {
    if (columns.length === 0) continue
    const rows = await any
      .selectFrom(table)
      .selectAll()
      .where((eb) => eb.or(columns.map((column) => eb(column, 'in', userIds))))
      .execute()
    if (rows.length > 0)
      records[table] = rows.map((row) => readableRow(row, leftOutOf[table] ?? []))
  }
  if (records['user'] === undefined) throw new AppError('not-found')
  const plans: PersonalData['inPlans'] = []
  const links = await db
    .selectFrom('person_links')
    .innerJoin('plans', 'plans.id', 'person_links.plan_id')
    .where('user_id', '=', userId)
    .where('plans.deleted_at', 'is', null)
    .select(['plan_id', 'row_id', 'plans.title'])
    .execute()
  for (const { plan_id, row_id, title } of links) {
    const content = await read(plan_id)
    const row = content?.tables['people']?.find((candidate) => candidate.id === row_id)
    if (row !== undefined) plans.push({ planId: plan_id, title, row: row as Row })
  }
  return { exportedAt: new Date(now).toISOString(), userId, records, inPlans: plans }
}

/** Without bytes and secrets. Times in ms become ISO times. */
function readableRow(
  row: Record<string, unknown>,
  without: readonly string[],
): Record<string, string | number | null> {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]): [string, string | number | null][] => {
      if (leftOut.has(name) || without.includes(name) || value instanceof Uint8Array) return []
      if (typeof value === 'number' && isTime(name)) return [[name, new Date(value).toISOString()]]
      return typeof value === 'string' || typeof value === 'number' || value === null
        ? [[name, value]]
        : []
    }),
  )
}

const isTime = (name: string) => name === 'at' || /_(?:at|until)$/.test(name)
