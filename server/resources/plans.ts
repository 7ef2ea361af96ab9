import type { Actor } from '#server/auth/guard.ts'
import type { Router } from '#server/http/route.ts'
import { lockPlan, moveStatus } from '#server/plans/agreement/plan-status.ts'
import { createPlan as makePlan, type PlanCreation } from '#server/plans/create-plan.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import type { Clock } from '#server/runtime.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { SqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'
import type { PlanRooms } from '#server/sync/plan-rooms.ts'
import type { Role } from '#shared/access.ts'
import type { StatusEvent } from '#shared/agreement/status.ts'
import { createPlan, deletePlan, getContent, getPlan, listPlans, type Plan, type PlanStatus, type PlanSummary, updatePlan } from '#shared/api/plans.ts'
import { AppError } from '#shared/errors.ts'

export type PlansDependencies = { db: Storage; log: SqlPlanLog; rooms: PlanRooms; formats: Formats; reading: PlanReading; creation: PlanCreation; clock: Clock }

export function mountPlans(router: Router, { db, log, rooms, formats, reading, creation, clock }: PlansDependencies): void {
  const withChanger = () => db.selectFrom('plans').leftJoin('user', 'user.id', 'plans.changed_by').selectAll('plans').select('user.name as changer_name').where('plans.deleted_at', 'is', null)

  async function describe(row: PlanRow & { changer_name: string | null }, role: Role): Promise<PlanSummary> {
    const plan = await reading.refreshed(row)
    return {
      id: plan.id,
      title: plan.title,
      status: plan.status,
      format: { id: plan.format_id, version: plan.format_version, name: formats.find(plan.format_id, plan.format_version)?.name ?? plan.format_id },
      wijk: plan.wijk,
      team: plan.team,
      periodFrom: plan.period_from,
      periodTo: plan.period_to,
      totalCents: plan.total_cents,
      role,
      changedAt: new Date(plan.changed_at).toISOString(),
      changedBy: plan.changed_by === null || row.changer_name === null ? null : { id: plan.changed_by, name: row.changer_name },
      createdAt: new Date(plan.created_at).toISOString(),
    }
  }

  async function find(planId: string): Promise<PlanRow & { changer_name: string | null }> {
    const row = await withChanger().where('plans.id', '=', planId).executeTakeFirst()
    if (row === undefined) throw new AppError('plan-not-found')
    return row
  }

  async function one(planId: string, role: Role): Promise<Plan> {
    const row = await find(planId)
    return { ...(await describe(row, role)), epoch: row.epoch, seq: row.seq, readersSeeComments: row.readers_see_comments === 1 }
  }

  router.signedIn(listPlans, async ({ actor }) => {
    const rows = await withChanger()
      .innerJoin('members', 'members.plan_id', 'plans.id')
      .where('members.user_id', '=', actor.userId)
      .select('members.role')
      .orderBy('plans.changed_at', 'desc')
      .orderBy('plans.id')
      .execute()
    // One after another: opening fifty plans at once would hold them all in memory.
    const plans: PlanSummary[] = []
    for (const row of rows) plans.push(await describe(row, row.role))
    return { plans }
  })

  router.signedIn(createPlan, async ({ actor, body }) => ({ id: await makePlan(creation, actor.userId, body) }))

  router.member(getPlan, async ({ planId, membership }) => one(planId, membership.role))

  router.member(updatePlan, async ({ planId, actor, membership, body }) => {
    await db.transaction().execute(async (trx) => {
      const plan = await lockPlan(trx, planId)
      // A consultation has a deadline, so it has an endpoint of its own.
      if (body.status === 'consultation' && plan.status !== 'consultation')
        throw new AppError('invalid-values', { fields: [{ path: 'status', message: 'Kies eerst tot wanneer de consultatie duurt.' }] })
      if (body.status !== undefined && body.status !== plan.status) await moveStatus(trx, log, { plan, userId: actor.userId, event: eventTowards(plan.status, body.status) })
      if (body.readersSeeComments === undefined) return
      await trx
        .updateTable('plans')
        .set({ readers_see_comments: body.readersSeeComments ? 1 : 0 })
        .where('id', '=', planId)
        .execute()
      await log.appendIn(trx, [eventOf(planId, actor, 'plan.changed')])
    })
    rooms.hint(planId)
    return one(planId, membership.role)
  })

  router.member(deletePlan, async ({ planId, actor }) => {
    await db.transaction().execute(async (trx) => {
      await log.appendIn(trx, [eventOf(planId, actor, 'plan.deleted')])
      // The log stays: an operator can bring a plan back that was removed by mistake.
      await trx.updateTable('plans').set({ deleted_at: clock.now() }).where('id', '=', planId).execute()
    })
    rooms.revoke(planId, null, 'plan-not-found')
    return {}
  })

  router.member(getContent, async ({ planId, query }) => (await reading.content(await find(planId), query.minSeq ?? 0)).content)
}

/** What a coordinator can do by naming a status; presenting, adopting and handing in come about in ways of their own. */
function eventTowards(from: PlanStatus, to: PlanStatus): StatusEvent {
  if (to === 'consultation') return { type: 'consult' }
  if (to === 'concept') return from === 'consultation' ? { type: 'endConsultation' } : { type: 'recall' }
  if (to === 'expired') return { type: 'expire' }
  if (to === 'superseded') return { type: 'supersede' }
  throw new AppError('not-in-this-status')
}

function eventOf(planId: string, actor: Actor, type: 'plan.changed' | 'plan.deleted') {
  return { planId, actor: actor.userId, body: { kind: 'event', event: { type } } } as const
}
