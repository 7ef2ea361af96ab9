import { type Expression, expressionBuilder, type SqlBool } from 'kysely'
import type { Tables } from '#server/storage/tables.ts'

/**
 * True for a row of `plans` of which this user is a coordinator. A session that began with a
 * coordinator's handed link reaches these plans only (ADR 0016). False for nobody.
 */
export function isCoordinatedBy(userId: string | null): Expression<SqlBool> {
  const eb = expressionBuilder<Tables, 'plans'>()
  return eb.exists(
    eb
      .selectFrom('members as coordinators')
      .select('coordinators.user_id')
      .whereRef('coordinators.plan_id', '=', 'plans.id')
      .where('coordinators.user_id', '=', userId)
      .where('coordinators.role', '=', 'coordinator'),
  )
}
