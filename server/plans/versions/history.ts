import { sql } from 'kysely'
import { linesOfActivity } from '#server/plans/activity-lines.ts'
import { readableDays } from '#server/plans/days/read-day.ts'
import { namesOf } from '#server/plans/names-of.ts'
import { nextTurn } from '#server/runtime.ts'
import type { PlanActivityTable } from '#server/storage/tables/activity.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { PlanTurns } from '#server/sync/plan-rooms.ts'
import { toAmsterdam } from '#shared/amsterdam.ts'
import type { Day } from '#shared/api/versions.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent, Target } from '#shared/plan/content.ts'
import { partAt } from '#shared/plan/form-content.ts'
import type { Steps } from '#shared/steps.ts'

/** Rows per page: some milliseconds. */
const pageSize = 500
/** Work units for grouping a row under its day and person. */
const rowUnits = 3

type HistoryPlan = { content: PlanContent; format: Format }
type HistoryNames = { names: ReadonlyMap<string, string>; kept: ReadonlySet<string> }
type HistoryInput = { planId: string; userId: string }

/**
 * The edits by day and person, newest first. Work that continues for days without anyone looking is
 * stored as one entry, under its last day. There may be as many rows as the plan has cells, so it
 * is all done in slices.
 */
export async function readHistory(
  { db, turns }: { db: Storage; turns: PlanTurns },
  { planId, userId }: HistoryInput,
  plan: HistoryPlan,
): Promise<Day[]> {
  const rows = await readActivity(db, planId)
  const kept = await readableDays(db, planId)
  const names = await namesOf(
    db,
    rows.map((row) => row.user_id),
  )
  return await turns.take(userId, daysOf(rows, { ...plan, names, kept }))
}

const key = ['kind', 'part', 'row', 'column', 'user_id', 'first_seq'] as const

/** In pages by key, which allows continuing after any row; sorted newest first afterwards. */
async function readActivity(db: Storage, planId: string): Promise<PlanActivityTable[]> {
  const rows: PlanActivityTable[] = []
  for (;;) {
    const last = rows.at(-1)
    let query = db.selectFrom('plan_activity').selectAll().where('plan_id', '=', planId)
    if (last !== undefined) {
      const [names, values] = [key.map((name) => sql.ref(name)), key.map((name) => last[name])]
      query = query.where(sql<boolean>`(${sql.join(names)}) > (${sql.join(values)})`)
    }
    for (const name of key) query = query.orderBy(name)
    const page = await query.limit(pageSize).execute()
    for (const row of page) rows.push(row)
    if (page.length < pageSize) return rows.sort((a, b) => b.last_at - a.last_at)
    await nextTurn()
  }
}

function* daysOf(
  rows: readonly PlanActivityTable[],
  { kept, ...plan }: HistoryPlan & HistoryNames,
): Steps<Day[]> {
  const days = new Map<
    string,
    { workers: Map<string, PlanActivityTable[]>; ofYear: PlanActivityTable[] }
  >()
  // Rows of one moment share a day: computing the day takes longer than all other work on a row.
  const dayOf = new Map<number, string>()
  for (const row of rows) {
    yield rowUnits
    const day = dayOf.get(row.last_at) ?? toAmsterdam(row.last_at).date
    dayOf.set(row.last_at, day)
    const found = days.get(day) ?? { workers: new Map<string, PlanActivityTable[]>(), ofYear: [] }
    days.set(day, found)
    if (partAt(placeOfActivity(row), plan.format) === 'execution') {
      found.ofYear.push(row)
      continue
    }
    const own = found.workers.get(row.user_id)
    if (own === undefined) found.workers.set(row.user_id, [row])
    else own.push(row)
  }
  const found: Day[] = []
  for (const [day, { workers, ofYear }] of days) {
    const people: Day['people'] = []
    for (const [id, own] of workers) {
      const lines = yield* linesOfActivity(own, plan)
      const places = [...new Set(lines.map((line) => line.place))]
      if (places.length > 0)
        people.push({ by: { id, name: plan.names.get(id) ?? 'Onbekend' }, places })
    }
    // An amount of today says nothing about what it was on a past day.
    const year = (yield* linesOfActivity(ofYear, plan)).map((line) => ({ ...line, amounts: [] }))
    if (people.length + year.length > 0) found.push({ day, isKept: kept.has(day), people, year })
  }
  return found
}

function placeOfActivity({ kind, part, row, column }: PlanActivityTable): Target {
  switch (kind) {
    case 'field':
      return { kind: 'field', field: part }
    case 'value':
      return { kind: 'value', field: part }
    case 'row':
      return { kind: 'row', table: part, row }
    case 'cell':
      return { kind: 'cell', table: part, row, column }
  }
}
