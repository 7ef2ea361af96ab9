import type { Router } from '#server/http/router.ts'
import type { Activity } from '#server/plans/activity.ts'
import { lineOfThread, linesOfActivity } from '#server/plans/activity-lines.ts'
import { seesComments } from '#server/plans/comment-access.ts'
import { shownThreads } from '#server/plans/comments/shown-threads.ts'
import { namesOf } from '#server/plans/names-of.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import { markPlanVisited } from '#server/plans/seen.ts'
import type { Clock } from '#server/runtime.ts'
import { findPlan } from '#server/storage/find-plan.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { PlanTurns } from '#server/sync/plan-rooms.ts'
import { getChangesSinceVisit, markVisit } from '#shared/api/changes-since-visit.ts'
import { shownTargets } from '#shared/comments/shown-targets.ts'
import { limits } from '#shared/limits.ts'

export type ChangesSinceVisitDependencies = {
  db: Storage
  writer: PlanWriter
  reading: PlanReading
  activity: Activity
  clock: Clock
  turns: PlanTurns
}

/** As many changes as fit on a phone screen held upright. */
const maxLines = 12

export function mountChangesSinceVisit(
  router: Router,
  { db, writer, reading, activity, clock, turns }: ChangesSinceVisitDependencies,
): void {
  router.member(getChangesSinceVisit, async ({ planId, actor, membership }) => {
    const { userId } = actor
    const { role, parts } = membership
    const plan = await findPlan(db, planId)
    const visit = await db
      .selectFrom('plan_visits')
      .select(['seq', 'at'])
      .where('plan_id', '=', planId)
      .where('user_id', '=', userId)
      .executeTakeFirst()
    // On a first visit the user reads the plan itself.
    if (visit === undefined) return { visitedAt: null, seq: plan.seq, lines: [], more: 0 }
    const { content, format, whole } = await reading.content(plan, plan.seq, parts)
    await activity.settle(planId)
    const rows = await db
      .selectFrom('plan_activity')
      .selectAll()
      .where('plan_id', '=', planId)
      .where('last_seq', '>', visit.seq)
      .where('user_id', '!=', userId)
      .execute()
    const names = await namesOf(
      db,
      rows.map((row) => row.user_id),
    )
    const fresh = (await seesComments(db, planId, role))
      ? await shownThreads(
          { db, reading },
          {
            planId,
            userId,
            parts,
            threadIds: await begunAfter(db, { planId, userId, seq: visit.seq }),
          },
        )
      : []
    const around = { content, format, names }
    const isShown = shownTargets(whole, parts)
    const changed = (await turns.take(userId, linesOfActivity(rows, around))).filter((line) =>
      isShown(line.target),
    )
    const lines = [...changed, ...fresh.map((thread) => lineOfThread(thread, around))].sort(
      (a, b) => b.at.localeCompare(a.at),
    )
    return {
      visitedAt: new Date(visit.at).toISOString(),
      seq: content.seq,
      lines: lines.slice(0, maxLines),
      more: Math.max(0, lines.length - maxLines),
    }
  })

  router.member(markVisit, async ({ planId, actor, body }) => {
    // Changes up to this moment are from before the visit, including changes that are not stored
    // yet.
    await activity.settle(planId)
    await markPlanVisited(writer, { planId, userId: actor.userId, seq: body.seq }, clock.now())
    return {}
  })
}

/** The last edits that others began after this moment, at most one page. */
async function begunAfter(
  db: Storage,
  { planId, userId, seq }: { planId: string; userId: string; seq: number },
): Promise<string[]> {
  const rows = await db
    .selectFrom('threads')
    .select('id')
    .where('plan_id', '=', planId)
    .where('seq', '>', seq)
    .where('deleted_at', 'is', null)
    .where('created_by', '!=', userId)
    .orderBy('seq', 'desc')
    .limit(limits.threadsPerPage.max)
    .execute()
  return rows.map((row) => row.id)
}
