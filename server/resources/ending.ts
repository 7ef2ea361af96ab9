import type { Router } from '#server/http/route.ts'
import { endPlan as end } from '#server/plans/agreement/end-plan.ts'
import { describeEnding } from '#server/plans/agreement/ending.ts'
import type { Agreeing } from '#server/plans/agreement/present.ts'
import type { PlanRooms } from '#server/sync/plan-rooms.ts'
import { endPlan, getEnding } from '#shared/api/ending.ts'

export function mountEnding(
  router: Router,
  { rooms, ...agreeing }: Agreeing & { rooms: PlanRooms },
): void {
  const { db } = agreeing
  router.member(getEnding, async ({ planId, actor }) => ({
    ending: await describeEnding(db, planId, actor.userId),
  }))
  router.member(endPlan, async ({ planId, actor, body }) => {
    await end(agreeing, { planId, userId: actor.userId, asked: body })
    rooms.hint(planId)
    // Everyone comes back in as who reads: an ended plan takes no more text.
    rooms.revoke(planId, null, 'no-access')
    return { ending: await describeEnding(db, planId, actor.userId) }
  })
}
