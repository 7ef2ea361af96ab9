import { namesOf } from '#server/plans/names-of.ts'
import type { PlanEndingRow } from '#server/storage/tables/endings.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'
import type { PlanStatus } from '#shared/agreement/status.ts'
import { isEnded } from '#shared/agreement/status.ts'
import type { Ending } from '#shared/api/ending.ts'

export function readEnding(db: Storage, planId: string): Promise<PlanEndingRow | undefined> {
  return db.selectFrom('plan_endings').selectAll().where('plan_id', '=', planId).executeTakeFirst()
}

/**
 * The status of a plan, or its status when it ended: answers and versions are still shown with that
 * status.
 */
export async function statusBeforeEnding(
  db: Storage,
  plan: Pick<PlanRow, 'id' | 'status'>,
): Promise<PlanStatus> {
  if (!isEnded(plan.status)) return plan.status
  return (await readEnding(db, plan.id))?.from_status ?? plan.status
}

/**
 * The ending as this user may see it: the name of a plan that the user is no member of is left out.
 */
export async function describeEnding(
  db: Storage,
  planId: string,
  viewerId: string,
): Promise<Ending | null> {
  const row = await readEnding(db, planId)
  if (row === undefined) return null
  const successor =
    row.successor_id === null
      ? undefined
      : await db
          .selectFrom('plans')
          .innerJoin('members', 'members.plan_id', 'plans.id')
          .where('plans.id', '=', row.successor_id)
          .where('plans.deleted_at', 'is', null)
          .where('members.user_id', '=', viewerId)
          .select(['plans.id', 'plans.title'])
          .executeTakeFirst()
  const names = await namesOf(db, [row.ended_by])
  return {
    kind: row.kind,
    reason: row.reason,
    successor: successor ?? null,
    endedBy: { id: row.ended_by, name: names.get(row.ended_by) ?? 'Onbekend' },
    endedAt: new Date(row.ended_at).toISOString(),
  }
}
