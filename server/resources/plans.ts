import * as Y from 'yjs'
import type { Actor } from '#server/auth/guard.ts'
import type { Router } from '#server/http/route.ts'
import type { Clock, Ids, Logger } from '#server/runtime.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { SqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'
import type { PlanRooms } from '#server/sync/plan-rooms.ts'
import type { Role } from '#shared/access.ts'
import { createPlan, deletePlan, getContent, getPlan, getProblems, listPlans, type Plan, type PlanSummary, updatePlan } from '#shared/api/plans.ts'
import { AppError } from '#shared/errors.ts'
import { findProblems } from '#shared/plan/problems.ts'
import { readPlan } from '#shared/plan/read.ts'
import { seedPlan } from '#shared/plan/seed.ts'
import { summarize } from '#shared/plan/summary.ts'
import { createPlanReading, toColumns } from './plans-queries.ts'

export type PlansDependencies = { db: Storage; log: SqlPlanLog; rooms: PlanRooms; formats: Formats; clock: Clock; ids: Ids; logger: Logger }

export function mountPlans(router: Router, { db, log, rooms, formats, clock, ids, logger }: PlansDependencies): void {
  const reading = createPlanReading({ db, rooms, formats, logger })
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
    return { ...(await describe(row, role)), epoch: row.epoch, seq: row.seq }
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

  router.signedIn(createPlan, async ({ actor, body }) => {
    const format = formats.find(body.format)
    if (format === null) throw new AppError('format-unknown')
    const { format: _, ...input } = body
    const update = seedPlan(format, input, ids.next)
    const planId = ids.next()
    const epoch = ids.next()
    const facts = summarize(
      readSeed(update, (doc) => readPlan(doc, format, { epoch, seq: 0 })),
      format,
    )
    await db.transaction().execute(async (trx) => {
      const now = clock.now()
      await formats.pinIn(trx, format)
      await trx
        .insertInto('plans')
        .values({ id: planId, format_id: format.id, format_version: format.version, status: 'concept', epoch, created_at: now, created_by: actor.userId, changed_at: now, ...toColumns(facts, 2) })
        .execute()
      await trx.insertInto('members').values({ plan_id: planId, user_id: actor.userId, role: 'coordinator', discipline: null, added_at: now }).execute()
      await log.appendIn(trx, [
        { planId, actor: actor.userId, body: { kind: 'event', event: { type: 'plan.created' } } },
        // The form itself, not somebody's writing: a plan that nobody touched has no last author.
        { planId, actor: null, body: { kind: 'update', update } },
      ])
    })
    return { id: planId }
  })

  router.member(getPlan, async ({ planId, membership }) => one(planId, membership.role))

  router.member(updatePlan, async ({ planId, actor, membership, body }) => {
    await db.transaction().execute(async (trx) => {
      await trx.updateTable('plans').set({ status: body.status }).where('id', '=', planId).execute()
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

  router.member(getProblems, async ({ planId }) => {
    const row = await find(planId)
    const { content, format } = await reading.content(row, row.seq)
    const problems = findProblems(content, format)
    const count = (severity: 'block' | 'warn' | 'info') => problems.filter((problem) => problem.severity === severity).length
    return { problems, counts: { block: count('block'), warn: count('warn'), info: count('info') } }
  })
}

function eventOf(planId: string, actor: Actor, type: 'plan.changed' | 'plan.deleted') {
  return { planId, actor: actor.userId, body: { kind: 'event', event: { type } } } as const
}

function readSeed<T>(update: Uint8Array, read: (doc: Y.Doc) => T): T {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, update)
  const result = read(doc)
  doc.destroy()
  return result
}
