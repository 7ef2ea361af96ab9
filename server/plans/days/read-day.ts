import type * as Y from 'yjs'
import type { Formats } from '#server/storage/formats.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'
import type { PlanLog } from '#server/sync/plan-log.ts'
import type { PlanTurns } from '#server/sync/plan-rooms.ts'
import { AppError } from '#shared/errors.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { readPlanInSteps } from '#shared/plan/read.ts'
import type { Steps } from '#shared/steps.ts'
import { unpackContent } from './day-rows.ts'
import { daysOf, momentsOfDay } from './worked-days.ts'

type DayDeps = { db: Storage; log: PlanLog; formats: Formats; turns: PlanTurns }

/**
 * The plan after the last change of a day: from the log while it still has that day, otherwise from
 * the stored snapshot. Throws `day-not-kept`.
 */
export async function readDay(
  given: DayDeps,
  plan: Pick<PlanRow, 'id' | 'format_id' | 'format_version'>,
  day: string,
): Promise<PlanContent> {
  const content = (await fromLog(given, plan, day)) ?? (await fromKept(given, plan, day))
  if (content === null) throw new AppError('day-not-kept')
  return content
}

async function fromLog(
  { db, log, formats, turns }: DayDeps,
  plan: Pick<PlanRow, 'id' | 'format_id' | 'format_version'>,
  day: string,
): Promise<PlanContent | null> {
  const stop = (await daysInLog(db, plan.id)).find((worked) => worked.day === day)
  if (stop === undefined) return null
  const format = formats.find(plan.format_id, plan.format_version)
  if (format === null) throw new AppError('plan-unreadable')
  const loaded = await log.load(plan.id)
  if (loaded === null) throw new AppError('plan-not-found')
  const found: PlanContent[] = []
  // After a compaction in between, the log no longer has the change and the day is stored.
  const look = function* (doc: Y.Doc, seq: number): Steps<void> {
    found.push(yield* readPlanInSteps(doc, format, { epoch: loaded.epoch, seq }))
  }
  await turns.readLog(loaded, [stop.seq], look)
  return found[0] ?? null
}

async function fromKept(
  { db }: DayDeps,
  plan: Pick<PlanRow, 'id'>,
  day: string,
): Promise<PlanContent | null> {
  const row = await db
    .selectFrom('plan_days')
    .select('content')
    .where('plan_id', '=', plan.id)
    .where('day', '=', day)
    .executeTakeFirst()
  return row === undefined ? null : unpackContent(row.content)
}

async function daysInLog(db: Storage, planId: string) {
  return daysOf(
    await db
      .selectFrom('plan_changes')
      .select(['seq', 'at'])
      .where('plan_id', '=', planId)
      .where('kind', '=', 'update')
      .orderBy('seq')
      .execute(),
  )
}

/** The days that can be read. */
export async function readableDays(db: Storage, planId: string): Promise<ReadonlySet<string>> {
  const kept = await db
    .selectFrom('plan_days')
    .select('day')
    .where('plan_id', '=', planId)
    .execute()
  return new Set([
    ...kept.map((row) => row.day),
    ...(await daysInLog(db, planId)).map((worked) => worked.day),
  ])
}

export const isDay = (day: string): boolean => momentsOfDay(day) !== null
