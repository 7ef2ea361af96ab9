import type { Router } from '#server/http/route.ts'
import { seesComments } from '#server/plans/comments/read-threads.ts'
import { shownThreads } from '#server/plans/comments/shown-threads.ts'
import { checkParts, partsOf } from '#server/plans/parts-given.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import { shownPeople } from '#server/plans/shown-people.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { SqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import type { NewChange } from '#server/sync/plan-log.ts'
import type { PlanRooms } from '#server/sync/plan-rooms.ts'
import { can } from '#shared/access.ts'
import { listMembers, type Member, removeMember, updateMember } from '#shared/api/members.ts'
import { AppError } from '#shared/errors.ts'

export type MembersDependencies = {
  db: Storage
  log: SqlPlanLog
  rooms: PlanRooms
  formats: Formats
  reading: PlanReading
}

export function mountMembers(
  router: Router,
  { db, log, rooms, formats, reading }: MembersDependencies,
): void {
  router.member(listMembers, async ({ planId, actor: { userId }, membership: { role, parts } }) => {
    const all = await members(db, planId)
    // Which person someone is in the plan is part of the rest.
    if (parts === null) return { members: all }
    const threads = (await seesComments(db, planId, role))
      ? await shownThreads({ db, reading }, { planId, userId, parts })
      : []
    return { members: shownPeople(all, { userId, threads }) }
  })

  router.member(updateMember, async ({ planId, params, actor, body }) => {
    const { userId } = params
    const { isChanged, member } = await db.transaction().execute(async (trx) => {
      const old = await mustFind(trx, planId, userId)
      const next = {
        role: body.role ?? old.role,
        discipline: body.discipline === undefined ? old.discipline : body.discipline,
      }
      // Anyone who comes to write sees the whole plan.
      const asked =
        body.sections === undefined
          ? can(next.role, 'write')
            ? null
            : old.sections
          : body.sections
      const kept = await checkParts(trx, formats, { planId, role: next.role, parts: asked })
      const sections = partsOf({ sections: kept })
      if (
        next.role === old.role &&
        next.discipline === old.discipline &&
        kept === (old.sections === null ? null : JSON.stringify(old.sections))
      )
        return { isChanged: false, member: old }
      if (next.role !== 'coordinator') await mustLeaveCoordinator(trx, planId, userId)
      await trx
        .updateTable('members')
        .set({ ...next, sections: kept })
        .where('plan_id', '=', planId)
        .where('user_id', '=', userId)
        .execute()
      await log.appendIn(trx, [memberEvent(planId, actor.userId, 'member.changed', userId)])
      return { isChanged: true, member: { ...old, ...next, sections } }
    })
    if (isChanged) openScreens(planId, userId)
    return member
  })

  router.member(removeMember, async ({ planId, params, actor }) => {
    const { userId } = params
    await db.transaction().execute(async (trx) => {
      await mustFind(trx, planId, userId)
      await mustLeaveCoordinator(trx, planId, userId)
      await trx
        .deleteFrom('members')
        .where('plan_id', '=', planId)
        .where('user_id', '=', userId)
        .execute()
      await log.appendIn(trx, [memberEvent(planId, actor.userId, 'member.removed', userId)])
    })
    openScreens(planId, userId)
    return {}
  })

  /** Others learn of it by the log; the member's own connections close, because a role is decided once per connection (AU1). */
  function openScreens(planId: string, userId: string): void {
    rooms.notifyChanged(planId)
    rooms.revoke(planId, userId, 'no-access')
  }
}

function membersOf(db: Storage | StorageTransaction, planId: string) {
  return db
    .selectFrom('members')
    .innerJoin('user', 'user.id', 'members.user_id')
    .leftJoin('person_links', (join) =>
      join
        .onRef('person_links.plan_id', '=', 'members.plan_id')
        .onRef('person_links.user_id', '=', 'members.user_id'),
    )
    .leftJoin('user as linker', 'linker.id', 'person_links.linked_by')
    .where('members.plan_id', '=', planId)
    .select([
      'members.user_id',
      'user.name',
      'user.email',
      'members.role',
      'members.discipline',
      'members.sections',
      'members.added_at',
      'person_links.row_id',
      'person_links.linked_by',
      'linker.name as linker_name',
    ])
}

type MemberRow = {
  user_id: string
  name: string
  email: string
  role: Member['role']
  discipline: Member['discipline']
  sections: string | null
  added_at: number
  row_id: string | null
  linked_by: string | null
  linker_name: string | null
}

function toMember({
  user_id,
  added_at,
  sections,
  row_id,
  linked_by,
  linker_name,
  ...rest
}: MemberRow): Member {
  return {
    userId: user_id,
    addedAt: new Date(added_at).toISOString(),
    ...rest,
    sections: partsOf({ sections }),
    person:
      row_id === null || linked_by === null
        ? null
        : {
            rowId: row_id,
            linkedBy: { id: linked_by, name: linker_name ?? 'Onbekend' },
            isSelfLinked: linked_by === user_id,
          },
  }
}

async function members(db: Storage, planId: string): Promise<Member[]> {
  return (
    await membersOf(db, planId)
      .orderBy('members.added_at')
      .orderBy('user.name')
      .orderBy('members.user_id')
      .execute()
  ).map(toMember)
}

async function mustFind(trx: StorageTransaction, planId: string, userId: string): Promise<Member> {
  const row = await membersOf(trx, planId).where('members.user_id', '=', userId).executeTakeFirst()
  if (row === undefined) throw new AppError('member-not-found')
  return toMember(row)
}

/** Inside the transaction: two coordinators who remove each other at once must not both succeed. */
async function mustLeaveCoordinator(
  trx: StorageTransaction,
  planId: string,
  withoutUserId: string,
): Promise<void> {
  const other = await trx
    .selectFrom('members')
    .select('user_id')
    .where('plan_id', '=', planId)
    .where('role', '=', 'coordinator')
    .where('user_id', '!=', withoutUserId)
    .limit(1)
    .executeTakeFirst()
  if (other === undefined) throw new AppError('last-coordinator')
}

function memberEvent(
  planId: string,
  actor: string,
  type: 'member.changed' | 'member.removed',
  userId: string,
): NewChange {
  return { planId, actor, body: { kind: 'event', event: { type, userId } } }
}
