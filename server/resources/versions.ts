import { createRateLimit } from '#server/http/rate-limit.ts'
import type { Router } from '#server/http/router.ts'
import type { Activity } from '#server/plans/activity.ts'
import { isDay, readDay } from '#server/plans/days/read-day.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import {
  createVersion as freeze,
  type VersionMaking,
} from '#server/plans/versions/create-version.ts'
import { readHistory } from '#server/plans/versions/history.ts'
import { freezeForm } from '#server/plans/versions/pack.ts'
import {
  describeVersions,
  findVersion,
  findVersionOf,
  readVersionContent,
  listVersions as readVersions,
  type VersionFacts,
} from '#server/plans/versions/read-versions.ts'
import { findPlan } from '#server/storage/find-plan.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { PlanLog } from '#server/sync/plan-log.ts'
import type { PlanTurns } from '#server/sync/plan-rooms.ts'
import {
  comparePlan,
  createVersion,
  getDayContent,
  getHistory,
  getVersion,
  getVersionContent,
  listVersions,
  now,
  type Version,
} from '#shared/api/versions.ts'
import { comparePlansInSteps } from '#shared/compare/compare-plans.ts'
import { AppError } from '#shared/errors.ts'
import { formOf } from '#shared/format/form-and-year.ts'
import type { PlanContent } from '#shared/plan/content.ts'

export type VersionsDependencies = VersionMaking & {
  db: Storage
  log: PlanLog
  writer: PlanWriter
  reading: PlanReading
  formats: Formats
  activity: Activity
  turns: PlanTurns
}

export function mountVersions(
  router: Router,
  { db, log, writer, reading, formats, activity, turns, ...making }: VersionsDependencies,
): void {
  router.member(listVersions, async ({ planId }) => ({
    versions: await describeVersions(db, await readVersions(db, planId)),
  }))

  const pace = createRateLimit({ clock: making.clock, limit: 'versionsMade' })
  router.member(createVersion, async ({ planId, actor, body }) => {
    const { userId } = actor
    pace.mustTake(userId)
    const plan = await findPlan(db, planId)
    const { content, format } = await reading.content(plan, Math.max(plan.seq, body.minSeq ?? 0))
    const frozen = await freezeForm({ content, format }, (steps) => turns.take(userId, steps))
    const version = await writer.writePlan(planId, userId, (tx, locked) =>
      freeze(tx, locked, making, { name: body.name, frozen, format }),
    )
    return one(version)
  })

  router.version(getVersion, async ({ versionId }) => one(await findVersion(db, versionId)))
  router.version(getVersionContent, async ({ versionId }) => readVersionContent(db, versionId))

  router.member(comparePlan, async ({ planId, actor, query }) => {
    const [from, to] = [await side(planId, query.from), await side(planId, query.to)]
    const format = formats.find(from.format.id, from.format.version)
    if (format === null) throw new AppError('plan-unreadable')
    return await turns.take(actor.userId, comparePlansInSteps(from, to, formOf(format)))
  })

  router.member(getHistory, async ({ planId, actor }) => {
    const plan = await findPlan(db, planId)
    const { content, format } = await reading.content(plan, plan.seq)
    await activity.settle(planId)
    const asked = { planId, userId: actor.userId }
    return { days: await readHistory({ db, turns }, asked, { content, format }) }
  })

  router.member(getDayContent, async ({ planId, params }) => {
    if (!isDay(params.day)) throw new AppError('day-not-kept')
    return readDay({ db, log, formats, turns }, await findPlan(db, planId), params.day)
  })

  async function side(planId: string, named: string): Promise<PlanContent> {
    if (named === now) {
      const plan = await findPlan(db, planId)
      return (await reading.content(plan, plan.seq)).content
    }
    const { id } = await findVersionOf(db, planId, named)
    return readVersionContent(db, id)
  }

  async function one(version: VersionFacts): Promise<Version> {
    const [described] = await describeVersions(db, [version])
    if (described === undefined) throw new AppError('version-not-found')
    return described
  }
}
