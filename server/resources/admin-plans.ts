import { sql } from 'kysely'
import { findUserByEmail } from '#server/auth/users.ts'
import type { Router } from '#server/http/router.ts'
import { tellOfCoordinator } from '#server/plans/notices/new-coordinator.ts'
import type { MailQueue } from '#server/plans/notices/queue.ts'
import { readCursor, searchTextHas, writeCursor } from '#server/plans/plan-pages.ts'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import type { Clock } from '#server/runtime.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'
import { giveCoordinator, listManagedPlans, type ManagedPlan } from '#shared/api/administration.ts'
import { AppError } from '#shared/errors.ts'
import { wordsOfQuery } from '#shared/fold.ts'
import { limits } from '#shared/limits.ts'

export type AdminPlansDependencies = {
  db: Storage
  writer: PlanWriter
  formats: Formats
  clock: Clock
  mail: MailQueue
}

/** Plans as an administrator sees them: their properties, without a word of their text. */
export function mountAdminPlans(
  router: Router,
  { db, writer, formats, clock, mail }: AdminPlansDependencies,
): void {
  router.admin(listManagedPlans, async ({ query: { q, cursor, orphaned } }) => {
    const words = wordsOfQuery(q)
    const matching = db
      .selectFrom('plans')
      .where('deleted_at', 'is', null)
      .where((eb) => eb.and(words.map(searchTextHas)))
      .$if(orphaned === 'true', (plans) =>
        plans.where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('members')
                .select('user_id')
                .whereRef('members.plan_id', '=', 'plans.id')
                .where('role', '=', 'coordinator'),
            ),
          ),
        ),
      )
    const from = cursor === undefined ? null : readCursor(cursor)
    const page = await matching
      .$if(from !== null, (plans) =>
        plans.where((eb) =>
          eb.or([
            eb('changed_at', '<', from?.at ?? 0),
            eb.and([eb('changed_at', '=', from?.at ?? 0), eb('id', '>', from?.id ?? '')]),
          ]),
        ),
      )
      .selectAll()
      .orderBy('changed_at', 'desc')
      .orderBy('id')
      .limit(limits.managedPlansPerPage.max + 1)
      .execute()
    const { count } = await matching
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    const shown = page.slice(0, limits.managedPlansPerPage.max)
    const last = shown.at(-1)
    return {
      plans: await describe({ db, formats }, shown),
      total: Number(count),
      ...(page.length > shown.length && last !== undefined
        ? { next: writeCursor({ at: last.changed_at, id: last.id }) }
        : {}),
    }
  })

  router.admin(giveCoordinator, async ({ actor, params: { planId }, body }) => {
    const row = await writer.writePlan(planId, actor.userId, async (tx, plan) => {
      const person = await findUserByEmail(tx, body.email)
      if (person === undefined) throw new AppError('person-not-found')
      // With the plan locked: an administrator can't enter a plan that has a coordinator.
      const managed = await tx
        .selectFrom('members')
        .select('user_id')
        .where('plan_id', '=', planId)
        .where('role', '=', 'coordinator')
        .executeTakeFirst()
      if (managed !== undefined) throw new AppError('plan-has-coordinator')
      const changed = await tx
        .updateTable('members')
        .set({ role: 'coordinator', sections: null })
        .where('plan_id', '=', planId)
        .where('user_id', '=', person.id)
        .executeTakeFirst()
      const isMember = changed.numUpdatedRows > 0n
      // A coordinator let a member into this plan; a stranger is known by their address alone, which
      // anyone can claim.
      if (!isMember && person.emailVerified === 0) throw new AppError('address-unproven')
      if (!isMember)
        await tx
          .insertInto('members')
          .values({
            plan_id: planId,
            user_id: person.id,
            role: 'coordinator',
            discipline: null,
            sections: null,
            added_at: clock.now(),
          })
          .execute()
      await plan.append({ type: isMember ? 'member.changed' : 'member.added', userId: person.id })
      await plan.audit({
        action: 'coordinator.given',
        object: `userId=${person.id}`,
        result: 'ok',
      })
      await tellOfCoordinator(tx, { mail, clock }, { planId, userId: person.id })
      plan.revoke(person.id, 'no-access')
      return plan.row
    })
    const [described] = await describe({ db, formats }, [row])
    if (described === undefined) throw new AppError('plan-not-found')
    return described
  })
}

async function describe(
  { db, formats }: { db: Storage; formats: Formats },
  rows: readonly PlanRow[],
): Promise<ManagedPlan[]> {
  // PostgreSQL has no empty list.
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const members = await db
    .selectFrom('members')
    .innerJoin('user', 'user.id', 'members.user_id')
    .where('plan_id', 'in', ids)
    .select(['plan_id', 'user.id', 'user.name', 'role'])
    .orderBy('user.name')
    .execute()
  const sizes = await Promise.all(
    (['plan_changes', 'plan_snapshots'] as const).map((table) =>
      db
        .selectFrom(table)
        .where('plan_id', 'in', ids)
        .groupBy('plan_id')
        .select([
          'plan_id',
          sql<number>`sum(length(${sql.ref(table === 'plan_changes' ? 'body' : 'state')}))`.as(
            'bytes',
          ),
        ])
        .execute(),
    ),
  )
  const iso = (ms: number) => new Date(ms).toISOString()
  return rows.map((plan) => {
    const own = members.filter(({ plan_id }) => plan_id === plan.id)
    return {
      id: plan.id,
      title: plan.title,
      formName: formats.find(plan.format_id, plan.format_version)?.name ?? plan.format_id,
      status: plan.status,
      createdAt: iso(plan.created_at),
      changedAt: iso(plan.changed_at),
      bytes: sizes
        .flat()
        .filter(({ plan_id }) => plan_id === plan.id)
        .reduce((sum, { bytes }) => sum + Number(bytes), 0),
      members: own.length,
      coordinators: own
        .filter(({ role }) => role === 'coordinator')
        .map(({ id, name }) => ({ id, name })),
    }
  })
}
