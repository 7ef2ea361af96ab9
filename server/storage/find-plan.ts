import { AppError } from '#shared/errors.ts'
import type { PlanRow, Storage } from './tables.ts'

/** The row of a plan outside a write; a write reads it under its lock (plan-writer.ts). */
export async function findPlan(db: Storage, planId: string): Promise<PlanRow> {
  const plan = await db.selectFrom('plans').selectAll().where('id', '=', planId).executeTakeFirst()
  if (plan === undefined) throw new AppError('plan-not-found')
  return plan
}
