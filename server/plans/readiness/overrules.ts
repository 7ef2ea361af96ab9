import { digestOfOverrule } from '#server/plans/agreement/row-digests.ts'
import { namesOf } from '#server/plans/names-of.ts'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import { AppError } from '#shared/errors.ts'
import type { Problem } from '#shared/plan/content.ts'
import { canBeOverruled, type Overrule, problemKey } from '#shared/plan/readiness.ts'

export type OverruleDeps = { db: Storage; writer: PlanWriter; clock: Clock; ids: Ids }

/** The reasons that count: the last row per key, unless it withdrew the reason. */
export async function readOverrules(db: Storage, planId: string): Promise<Overrule[]> {
  const rows = await db
    .selectFrom('overrules')
    .selectAll()
    .where('plan_id', '=', planId)
    .orderBy('seq')
    .execute()
  const last = [...new Map(rows.map((row) => [row.key, row])).values()]
  const names = await namesOf(
    db,
    last.map((row) => row.user_id),
  )
  return last.flatMap(({ id, key, reason, user_id, at }) =>
    reason === null
      ? []
      : [
          {
            id,
            key,
            reason,
            by: { id: user_id, name: names.get(user_id) ?? 'Onbekend' },
            at: new Date(at).toISOString(),
          },
        ],
  )
}

/**
 * Rejects with `finding-gone` if the plan does not (or no longer) have this finding, with
 * `not-overrulable` if a reason is not allowed.
 */
export async function overrule(
  { writer, clock, ids }: OverruleDeps,
  {
    planId,
    userId,
    key,
    reason,
    problems,
  }: { planId: string; userId: string; key: string; reason: string; problems: readonly Problem[] },
): Promise<string> {
  const problem = problems.find((candidate) => problemKey(candidate) === key)
  if (problem === undefined) throw new AppError('finding-gone')
  if (!canBeOverruled(problem)) throw new AppError('not-overrulable')
  const id = ids.next()
  await writer.writePlan(planId, userId, async (tx, plan) => {
    const row = {
      id,
      plan_id: planId,
      key,
      rule: problem.rule,
      reason,
      user_id: userId,
      at: clock.now(),
    }
    const { seq } = await plan.append({
      type: 'overrule.added',
      overruleId: id,
      rule: problem.rule,
      digest: digestOfOverrule(row),
    })
    await tx
      .insertInto('overrules')
      .values({ ...row, seq })
      .execute()
  })
  return id
}

export async function removeOverrule(
  { writer, clock, ids }: OverruleDeps,
  { planId, userId, overruleId }: { planId: string; userId: string; overruleId: string },
): Promise<void> {
  await writer.writePlan(planId, userId, async (tx, plan) => {
    const row = await tx
      .selectFrom('overrules')
      .select(['key', 'rule'])
      .where('id', '=', overruleId)
      .where('plan_id', '=', planId)
      .executeTakeFirst()
    if (row === undefined) throw new AppError('not-found')
    const back = {
      id: ids.next(),
      plan_id: planId,
      ...row,
      reason: null,
      user_id: userId,
      at: clock.now(),
    }
    const { seq } = await plan.append({
      type: 'overrule.removed',
      overruleId,
      rule: row.rule,
      digest: digestOfOverrule(back),
    })
    await tx
      .insertInto('overrules')
      .values({ ...back, seq })
      .execute()
  })
}
