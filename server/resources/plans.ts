import { handerOf } from '#server/auth/guard.ts'
import { createRateLimit } from '#server/http/rate-limit.ts'
import type { Router } from '#server/http/router.ts'
import { moveStatus } from '#server/plans/agreement/plan-status.ts'
import { lastSubmission } from '#server/plans/agreement/rounds.ts'
import { createPlan as makePlan, type PlanCreation } from '#server/plans/create-plan.ts'
import type { PlanDescription } from '#server/plans/describe-plan.ts'
import type { LastHere } from '#server/plans/last-here.ts'
import { listPlans as readPage } from '#server/plans/list-plans.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import { removeWords } from '#server/plans/search/plan-words.ts'
import type { Clock } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { PlanStatus, StatusEvent } from '#shared/agreement/status.ts'
import { isEnded } from '#shared/agreement/status.ts'
import {
  createPlan,
  deletePlan,
  getContent,
  getPlan,
  listPlans,
  updatePlan,
} from '#shared/api/plans.ts'
import { AppError } from '#shared/errors.ts'

export type PlansDependencies = {
  db: Storage
  writer: PlanWriter
  reading: PlanReading
  description: PlanDescription
  creation: PlanCreation
  lastHere: Pick<LastHere, 'opened'>
  clock: Clock
}

export function mountPlans(
  router: Router,
  { db, writer, reading, description, creation, lastHere, clock }: PlansDependencies,
): void {
  router.signedIn(listPlans, ({ actor, query }) =>
    readPage(
      { db, formats: creation.formats, description },
      {
        userId: actor.userId,
        ofCoordinator: handerOf(actor),
        query: query.q,
        cursor: query.cursor,
        limit: query.limit,
      },
    ),
  )

  const making = createRateLimit({ clock, limit: 'plansMade' })
  router.signedIn(createPlan, async ({ actor, body }) => {
    making.mustTake(actor.userId)
    return { id: await makePlan(creation, actor.userId, body) }
  })

  router.member(getPlan, async ({ planId, actor, membership }) => {
    lastHere.opened({ planId, userId: actor.userId, ...membership })
    return description.plan(planId, membership)
  })

  router.member(updatePlan, async ({ planId, actor, membership, body }) => {
    await writer.writePlan(planId, actor.userId, async (tx, plan) => {
      const { status } = plan.row
      // A consultation has a deadline, so it has an endpoint of its own.
      if (body.status === 'consultation' && status !== 'consultation')
        throw new AppError('invalid-values', {
          fields: [{ path: 'status', message: 'Kies eerst tot wanneer de consultatie duurt.' }],
        })
      // An ending has a reason or a succeeding plan, so it has an endpoint of its own.
      if (body.status !== undefined && isEnded(body.status))
        throw new AppError('invalid-values', {
          fields: [
            {
              path: 'status',
              message:
                'Een plan laten vervallen of vervangen doet u bij Akkoord, met een reden of met het nieuwe plan.',
            },
          ],
        })
      if (body.status !== undefined && body.status !== status)
        await moveStatus(
          tx,
          plan,
          eventTowards(status, body.status, {
            isCorrection: (await lastSubmission(tx, planId)) !== undefined,
          }),
        )
      if (body.readersSeeComments === undefined) return
      await tx
        .updateTable('plans')
        .set({ readers_see_comments: body.readersSeeComments ? 1 : 0 })
        .where('id', '=', planId)
        .execute()
      await plan.append({ type: 'plan.changed' })
    })
    return description.plan(planId, membership)
  })

  router.member(deletePlan, async ({ planId, actor }) => {
    await writer.writePlan(planId, actor.userId, async (tx, plan) => {
      await plan.append({ type: 'plan.deleted' })
      // The log stays, so that an operator can restore a plan that was removed by mistake.
      await tx
        .updateTable('plans')
        .set({ deleted_at: clock.now() })
        .where('id', '=', planId)
        .execute()
      await removeWords(tx, planId)
      plan.revoke(null, 'plan-not-found')
    })
    return {}
  })

  router.member(getContent, async ({ planId, membership: { parts }, query }) => {
    const plan = await description.find(planId)
    return (await reading.content(plan, Math.max(query.minSeq ?? 0, plan.seq), parts)).content
  })
}

/**
 * The status changes that a coordinator can request; presenting, adopting and submitting have their
 * own endpoints.
 */
function eventTowards(
  from: PlanStatus,
  to: PlanStatus,
  { isCorrection }: { isCorrection: boolean },
): StatusEvent {
  if (to === 'consultation') return { type: 'consult' }
  if (to === 'concept')
    return from === 'consultation' ? { type: 'endConsultation' } : { type: 'recall', isCorrection }
  throw new AppError('not-in-this-status')
}
