import type { Router } from '#server/http/route.ts'
import type { SqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import type { NewChange } from '#server/sync/plan-log.ts'
import type { PlanRooms } from '#server/sync/plan-rooms.ts'
import { listMembers, type Member, removeMember, updateMember } from '#shared/api/members.ts'
import { AppError } from '#shared/errors.ts'

export type MembersDependencies = { db: Storage; log: SqlPlanLog; rooms: PlanRooms }

export function mountMembers(router: Router, { db, log, rooms }: MembersDependencies): void {
  router.member(listMembers, async ({ planId }) => ({ members: await members(db, planId) }))

  router.member(updateMember, async ({ planId, params, actor, body }) => {
    const { userId } = params
    const { isChanged, member } = await db.transaction().execute(async (trx) => {
      const old = await mustFind(trx, planId, userId)
      const next = { role: body.role ?? old.role, discipline: body.discipline === undefined ? old.discipline : body.discipline }
      if (next.role === old.role && next.discipline === old.discipline) return { isChanged: false, member: old }
      if (next.role !== 'coordinator') await mustLeaveCoordinator(trx, planId, userId)
      await trx.updateTable('members').set(next).where('plan_id', '=', planId).where('user_id', '=', userId).execute()
      await log.appendIn(trx, [memberEvent(planId, actor.userId, 'member.changed', userId)])
      return { isChanged: true, member: { ...old, ...next } }
    })
    if (isChanged) openScreens(planId, userId)
    return member
  })

  router.member(removeMember, async ({ planId, params, actor }) => {
    const { userId } = params
    await db.transaction().execute(async (trx) => {
      await mustFind(trx, planId, userId)
      await mustLeaveCoordinator(trx, planId, userId)
      await trx.deleteFrom('members').where('plan_id', '=', planId).where('user_id', '=', userId).execute()
      await log.appendIn(trx, [memberEvent(planId, actor.userId, 'member.removed', userId)])
    })
    openScreens(planId, userId)
    return {}
  })

  /** Others learn of it by the log; the member's own connections close, because a role is decided once per connection (AU1). */
  function openScreens(planId: string, userId: string): void {
    rooms.hint(planId)
    rooms.revoke(planId, userId, 'no-access')
  }
}

function membersOf(db: Storage | StorageTransaction, planId: string) {
  return db
    .selectFrom('members')
    .innerJoin('user', 'user.id', 'members.user_id')
    .where('members.plan_id', '=', planId)
    .select(['members.user_id', 'user.name', 'user.email', 'members.role', 'members.discipline', 'members.added_at'])
}

type MemberRow = { user_id: string; name: string; email: string; role: Member['role']; discipline: Member['discipline']; added_at: number }

function toMember({ user_id, added_at, ...rest }: MemberRow): Member {
  return { userId: user_id, addedAt: new Date(added_at).toISOString(), ...rest }
}

async function members(db: Storage, planId: string): Promise<Member[]> {
  return (await membersOf(db, planId).orderBy('members.added_at').orderBy('user.name').orderBy('members.user_id').execute()).map(toMember)
}

async function mustFind(trx: StorageTransaction, planId: string, userId: string): Promise<Member> {
  const row = await membersOf(trx, planId).where('members.user_id', '=', userId).executeTakeFirst()
  if (row === undefined) throw new AppError('member-not-found')
  return toMember(row)
}

/** Inside the transaction: two coordinators who remove each other at once must not both succeed. */
async function mustLeaveCoordinator(trx: StorageTransaction, planId: string, withoutUserId: string): Promise<void> {
  const other = await trx.selectFrom('members').select('user_id').where('plan_id', '=', planId).where('role', '=', 'coordinator').where('user_id', '!=', withoutUserId).limit(1).executeTakeFirst()
  if (other === undefined) throw new AppError('last-coordinator')
}

function memberEvent(planId: string, actor: string, type: 'member.changed' | 'member.removed', userId: string): NewChange {
  return { planId, actor, body: { kind: 'event', event: { type, userId } } }
}
