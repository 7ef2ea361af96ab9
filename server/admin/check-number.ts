import type { PlanRow, Storage } from '#server/storage/tables.ts'

/** Rows that refer to a change in the log by its number. */
const numbered = [
  ['versions', 'seq'],
  ['threads', 'changed_seq'],
  ['plan_days', 'seq'],
  ['plan_visits', 'seq'],
  ['plan_activity', 'last_seq'],
  ['rounds', 'seq'],
  ['overrules', 'seq'],
] as const

/**
 * Checks that the plan's own number was not lowered: no row may refer to a change that the log does
 * not contain yet.
 */
export async function findLoweredNumber(db: Storage, plan: PlanRow): Promise<string[]> {
  const numbers = [plan.document_seq, plan.activity_seq, plan.summary_seq]
  for (const [table, column] of numbered) {
    const last = await db
      .selectFrom(table)
      .select((eb) => eb.fn.max<number | null>(eb.ref(column as never)).as('seq'))
      .where('plan_id', '=', plan.id)
      .executeTakeFirst()
    numbers.push(Number(last?.seq ?? 0))
  }
  const highest = Math.max(...numbers)
  return highest > plan.seq
    ? [`het plan is bij wijziging ${plan.seq}, terwijl er al iets bij ${highest} hoort`]
    : []
}
