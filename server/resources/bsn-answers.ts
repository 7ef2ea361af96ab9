import type { Router } from '#server/http/router.ts'
import { findPlace } from '#server/plans/comments/find-place.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import { recordNotBsn } from '#server/plans/record-not-bsn.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { PlanRooms } from '#server/sync/plan-rooms.ts'
import { answerNotBsn } from '#shared/api/bsn.ts'

export type BsnAnswersDependencies = {
  db: Storage
  writer: PlanWriter
  rooms: PlanRooms
  reading: PlanReading
  clock: Clock
  ids: Ids
}

export function mountBsnAnswers(
  router: Router,
  { db, writer, rooms, reading, clock, ids }: BsnAnswersDependencies,
): void {
  router.member(answerNotBsn, async ({ planId, actor, membership: { parts }, body }) => {
    const { place } = await findPlace({ db, reading, rooms }, { planId, parts }, body)
    await writer.writePlan(planId, actor.userId, (tx) =>
      recordNotBsn(tx, {
        id: ids.next(),
        plan_id: planId,
        user_id: actor.userId,
        at: clock.now(),
        place,
        reason: body.notBsn,
      }),
    )
    return {}
  })
}
