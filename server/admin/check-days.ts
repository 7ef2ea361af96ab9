import { unpackContent } from '#server/plans/days/day-rows.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'

/**
 * Checks that the stored days of a plan can still be read. They are unsigned and prove nothing:
 * that is what versions are for.
 */
export async function findDamagedDays(db: Storage, plan: PlanRow): Promise<string[]> {
  const faults: string[] = []
  for (const { day, seq, content } of await db
    .selectFrom('plan_days')
    .selectAll()
    .where('plan_id', '=', plan.id)
    .orderBy('day')
    .execute()) {
    const kept = await unpackContent(content).catch(() => null)
    if (kept?.seq !== seq) faults.push(`hoe het plan er op ${day} voor stond is onleesbaar`)
  }
  return faults
}
