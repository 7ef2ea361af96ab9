import type { Router } from '#server/http/router.ts'
import { seesComments } from '#server/plans/comment-access.ts'
import { shownThreads } from '#server/plans/comments/shown-threads.ts'
import { checkParts, partsOf } from '#server/plans/parts-given.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import { can } from '#shared/access.ts'
import { toAmsterdam } from '#shared/amsterdam.ts'
import type { Thread } from '#shared/api/comments.ts'
import {
  leavePlan,
  listMembers,
  type Member,
  removeMember,
  updateMember,
} from '#shared/api/members.ts'
import { AppError } from '#shared/errors.ts'

export type MembersDependencies = {
  db: Storage
  writer: PlanWriter
  formats: Formats
  reading: PlanReading
}

export function mountMembers(
  router: Router,
  { db, writer, formats, reading }: MembersDependencies,
): void {
  router.member(listMembers, async ({ planId, actor: { userId }, membership: { role, parts } }) => {
    const all = (await members(db, planId)).map((member) =>
      can(role, 'manage') || member.userId === userId ? member : { ...member, lastHereOn: null },
    )
    // The linked person of a member is in the hidden part of the plan.
    if (parts === null) return { members: all }
    const threads = (await seesComments(db, planId, role))
      ? await shownThreads({ db, reading }, { planId, userId, parts })
      : []
    return { members: shownPeople(all, { userId, threads }) }
  })

  router.member(updateMember, async ({ planId, params, actor, body }) => {
    const { userId } = params
    return writer.writePlan(planId, actor.userId, async (tx, plan) => {
      const old = await mustFind(tx, planId, userId)
      const next = {
        role: body.role ?? old.role,
        discipline: body.discipline === undefined ? old.discipline : body.discipline,
      }
      // A role that writes sees the whole plan.
      const asked =
        body.sections === undefined
          ? can(next.role, 'write')
            ? null
            : old.sections
          : body.sections
      const kept = await checkParts(tx, formats, { planId, role: next.role, parts: asked })
      const sections = partsOf({ sections: kept })
      if (
        next.role === old.role &&
        next.discipline === old.discipline &&
        kept === (old.sections === null ? null : JSON.stringify(old.sections))
      )
        return old
      if (next.role !== 'coordinator') await mustLeaveCoordinator(tx, planId, userId)
      await tx
        .updateTable('members')
        .set({ ...next, sections: kept })
        .where('plan_id', '=', planId)
        .where('user_id', '=', userId)
        .execute()
      await plan.append({ type: 'member.changed', userId })
      // A role is decided once per connection (AU1).
      plan.revoke(userId, 'no-access')
      return { ...old, ...next, sections }
    })
  })

  /** Their connections close, and what they were asked is asked of them no more. */
  async function remove(planId: string, userId: string, by: string): Promise<void> {
    await writer.writePlan(planId, by, async (tx, plan) => {
      await mustFind(tx, planId, userId)
      await mustLeaveCoordinator(tx, planId, userId)
      await tx
        .deleteFrom('members')
        .where('plan_id', '=', planId)
        .where('user_id', '=', userId)
        .execute()
      await plan.append({ type: 'member.removed', userId })
      plan.revoke(userId, 'no-access')
    })
  }

  router.member(removeMember, async ({ planId, params, actor }) => {
    await remove(planId, params.userId, actor.userId)
    return {}
  })

  router.member(leavePlan, async ({ planId, actor }) => {
    await remove(planId, actor.userId, actor.userId)
    return {}
  })
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
    .leftJoin('plan_visits', (join) =>
      join
        .onRef('plan_visits.plan_id', '=', 'members.plan_id')
        .onRef('plan_visits.user_id', '=', 'members.user_id'),
    )
    .where('members.plan_id', '=', planId)
    .select([
      'members.user_id',
      'user.name',
      'user.email',
      'members.role',
      'members.discipline',
      'members.sections',
      'members.added_at',
      'members.last_here_on',
      'plan_visits.at as visited_at',
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
  last_here_on: string | null
  visited_at: number | null
  row_id: string | null
  linked_by: string | null
  linker_name: string | null
}

function toMember({
  user_id,
  added_at,
  last_here_on,
  visited_at,
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
    lastHereOn: latestDay(last_here_on, visited_at),
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

/** A visit from before days were kept counts: the mark of what a member had read tells its day. */
function latestDay(day: string | null, visitedAt: number | null): string | null {
  const visited = visitedAt === null ? '' : toAmsterdam(visitedAt).date
  return [day ?? '', visited].sort()[1] || null
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

async function mustFind(tx: StorageTransaction, planId: string, userId: string): Promise<Member> {
  const row = await membersOf(tx, planId).where('members.user_id', '=', userId).executeTakeFirst()
  if (row === undefined) throw new AppError('member-not-found')
  return toMember(row)
}

/** With the plan locked: two coordinators who remove each other at once must not both succeed. */
async function mustLeaveCoordinator(
  tx: StorageTransaction,
  planId: string,
  withoutUserId: string,
): Promise<void> {
  const other = await tx
    .selectFrom('members')
    .select('user_id')
    .where('plan_id', '=', planId)
    .where('role', '=', 'coordinator')
    .where('user_id', '!=', withoutUserId)
    .limit(1)
    .executeTakeFirst()
  if (other === undefined) throw new AppError('last-coordinator')
}

/**
 * The members that a user who was invited to parts needs to see: themself, the coordinators (to ask
 * for more) and the authors of comments on those parts. No mail address but their own.
 */
function shownPeople(
  members: readonly Member[],
  { userId, threads }: { userId: string; threads: readonly Thread[] },
): Member[] {
  const speaking = new Set(
    threads.flatMap((thread) => thread.comments.map((comment) => comment.author.id)),
  )
  return members
    .filter(
      (member) =>
        member.userId === userId || member.role === 'coordinator' || speaking.has(member.userId),
    )
    .map((member) =>
      member.userId === userId
        ? { ...member, person: null }
        : { ...member, email: '', sections: null, person: null },
    )
}
