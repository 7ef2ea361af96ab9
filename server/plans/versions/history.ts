import { namesOf } from '#server/plans/comments/read-threads.ts'
import { readableDays } from '#server/plans/days/read-day.ts'
import { linesOfActivity } from '#server/plans/since-lines.ts'
import type { PlanActivityTable } from '#server/storage/tables/activity.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { Day } from '#shared/api/versions.ts'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'

const isoDay = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Amsterdam',
  dateStyle: 'short',
})

/**
 * Who worked on what, day by day, newest first. Work that someone went on with for days without anyone looking is kept as
 * one, and stands under its last day.
 */
export async function readHistory(
  db: Storage,
  planId: string,
  around: { content: PlanContent; format: Format },
): Promise<Day[]> {
  const rows = await db
    .selectFrom('plan_activity')
    .selectAll()
    .where('plan_id', '=', planId)
    .orderBy('last_at', 'desc')
    .execute()
  const kept = await readableDays(db, planId)
  const names = await namesOf(
    db,
    rows.map((row) => row.user_id),
  )
  const days = new Map<string, PlanActivityTable[]>()
  for (const row of rows) {
    const day = isoDay.format(row.last_at)
    days.set(day, [...(days.get(day) ?? []), row])
  }
  return [...days].flatMap(([day, own]) => {
    const people = [...new Set(own.map((row) => row.user_id))].flatMap((userId) => {
      const lines = linesOfActivity(
        own.filter((row) => row.user_id === userId),
        { ...around, names },
      )
      const places = [...new Set(lines.map((line) => line.place))]
      return places.length === 0
        ? []
        : [{ by: { id: userId, name: names.get(userId) ?? 'Onbekend' }, places }]
    })
    return people.length === 0 ? [] : [{ day, isKept: kept.has(day), people }]
  })
}
