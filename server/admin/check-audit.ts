import { findBrokenLine } from '#server/storage/audit-chain.ts'
import { readRedactions } from '#server/storage/redactions.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'

/**
 * Checks that each line of the plan's audit trail is unchanged, up to the last one that was
 * written.
 */
export async function findAuditFaults(db: Storage, plan: PlanRow): Promise<string[]> {
  const rows = await db
    .selectFrom('audit')
    .selectAll()
    .where('plan_id', '=', plan.id)
    .orderBy('number')
    .execute()
  const fault = findBrokenLine(rows, await readRedactions(db, plan.id))
  // A plan from before the end of its trail was stored, in a database that was not migrated.
  const { trail_number: number = null, trail_hash: hash = null } = plan
  const last = rows.at(-1)
  const isCut = number !== null && (last?.number ?? 0) !== number
  const isOther = number !== null && !isCut && (last?.hash ?? '') !== hash
  return [
    ...(fault === null ? [] : [fault]),
    ...(isCut
      ? [`het controlespoor eindigt bij regel ${last?.number ?? 0}, en niet bij ${number}`]
      : []),
    ...(isOther ? ['de laatste regel van het controlespoor is een andere dan is bewaard'] : []),
  ]
}
