import { findBrokenLine } from '#server/storage/audit-trail.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'

/** Whether each line of the plan's audit trail is still the one that was written. */
export async function findAuditFaults(db: Storage, plan: PlanRow): Promise<string[]> {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('plan_id', '=', plan.id)
    .orderBy('number')
    .execute()
  const fault = findBrokenLine(rows)
  return fault === null ? [] : [fault]
}
