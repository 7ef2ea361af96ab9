import { partsOf } from '#server/plans/parts-given.ts'
import { engineOf } from '#server/storage/engine.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { Role } from '#shared/access.ts'
import type { PlanStatus } from '#shared/agreement/status.ts'
import { isEnded } from '#shared/agreement/status.ts'
import type { Discipline } from '#shared/disciplines.ts'
import { AppError } from '#shared/errors.ts'
import type { Parts } from '#shared/format/parts-of-format.ts'
import type { Target } from '#shared/plan/content.ts'
import type { Session, Sessions } from './sessions.ts'

/** The requesting user, as the server knows them. */
export type Actor = Session

export type Membership = {
  role: Role
  discipline: Discipline | null
  /** The sections the user was invited to; null for the whole plan. */
  parts: Parts
  /**
   * True if the plan expired or was superseded: it can be read, discussed and managed, but its text
   * is frozen.
   */
  isEnded: boolean
  /** The last day on which the user opened the plan (`server/plans/last-here.ts`). */
  lastHereOn: string | null
}
export type ThreadMembership = {
  planId: string
  membership: Membership | null
  target: Target
  format: { id: string; version: number }
}

/**
 * The one place that decides who the user is and which role they have in a plan, for requests and
 * for websockets alike.
 */
export type Guard = {
  /** Reads the cookies of a request. */
  authenticate(cookies: string | null): Promise<Actor | null>
  /**
   * Null for anyone who is not a member, and for a session that does not reach the plan; rejects
   * with `plan-not-found` if the plan does not exist (any more).
   */
  membership(planId: string, actor: Actor): Promise<Membership | null>
  /**
   * The plan a thread is about and the user's role in it; rejects with `thread-not-found` if the
   * thread does not exist (any more).
   */
  threadMembership(threadId: string, actor: Actor): Promise<ThreadMembership>
  /** The same for a version; rejects with `version-not-found`. */
  versionMembership(
    versionId: string,
    actor: Actor,
  ): Promise<{ planId: string; membership: Membership | null }>
  /** True if a session may open this plan, provided its user is a member. */
  reaches(planId: string, actor: Actor): Promise<boolean>
  /**
   * True if the plan was made, also when it was removed since: a removed plan keeps its row. False
   * for a plan of which only devices know, because the database was put back to before it.
   */
  wasMade(planId: string): Promise<boolean>

  /** True if this session is still valid, for a connection that it opened. */
  isThere(actor: Actor): Promise<boolean>
}

export function createGuard({ db, sessions }: { db: Storage; sessions: Sessions }): Guard {
  const membershipOf = engineOf(db).lookup<
    [string, string | null, string | null, string],
    {
      role: Role | null
      discipline: Discipline | null
      sections: string | null
      last_here_on: string | null
      status: PlanStatus
    }
  >(
    `select members.role, members.discipline, members.sections, members.last_here_on, plans.status
     from plans left join members on members.plan_id = plans.id and members.user_id = ?
       and (cast(? as text) is null or exists (select 1 from members hander where hander.plan_id = plans.id
         and hander.user_id = ? and hander.role = 'coordinator'))
     where plans.id = ? and plans.deleted_at is null`,
  )
  async function membership(planId: string, actor: Actor): Promise<Membership | null> {
    const hander = handerOf(actor)
    const row = await membershipOf(actor.userId, hander, hander, planId)
    if (row === undefined) throw new AppError('plan-not-found')
    return toMembership(row)
  }

  return {
    async authenticate(cookies) {
      return sessions.find(cookies)
    },

    isThere: async ({ sessionId }) => (await sessions.gone([sessionId])).length === 0,

    membership,

    async wasMade(planId) {
      const row = await db
        .selectFrom('plans')
        .select('id')
        .where('id', '=', planId)
        .executeTakeFirst()
      return row !== undefined
    },

    async reaches(planId, actor) {
      const hander = handerOf(actor)
      if (hander === null) return true
      const row = await db
        .selectFrom('members')
        .select('user_id')
        .where('plan_id', '=', planId)
        .where('user_id', '=', hander)
        .where('role', '=', 'coordinator')
        .executeTakeFirst()
      return row !== undefined
    },

    async threadMembership(threadId, actor) {
      const row = await db
        .selectFrom('threads')
        .innerJoin('plans', 'plans.id', 'threads.plan_id')
        .where('threads.id', '=', threadId)
        .where('threads.deleted_at', 'is', null)
        .where('plans.deleted_at', 'is', null)
        .select(['threads.plan_id', 'threads.target', 'plans.format_id', 'plans.format_version'])
        .executeTakeFirst()
      if (row === undefined) throw new AppError('thread-not-found')
      return {
        planId: row.plan_id,
        membership: await membership(row.plan_id, actor),
        target: JSON.parse(row.target),
        format: { id: row.format_id, version: row.format_version },
      }
    },

    async versionMembership(versionId, actor) {
      const row = await db
        .selectFrom('versions')
        .innerJoin('plans', 'plans.id', 'versions.plan_id')
        .where('versions.id', '=', versionId)
        .where('plans.deleted_at', 'is', null)
        .select('versions.plan_id')
        .executeTakeFirst()
      if (row === undefined) throw new AppError('version-not-found')
      return { planId: row.plan_id, membership: await membership(row.plan_id, actor) }
    },
  }
}

/** The user whose plans limit a session; null if it is not limited. */
export function handerOf({ reach, startedBy }: Actor): string | null {
  return reach === 'plans-of-hander' ? (startedBy.by?.id ?? '') : null
}

type MembershipRow = {
  role: Role | null
  discipline: Discipline | null
  sections: string | null
  last_here_on: string | null
  status: PlanStatus
}

function toMembership({ role, status, ...row }: MembershipRow): Membership | null {
  return role === null
    ? null
    : {
        role,
        discipline: row.discipline,
        parts: partsOf(row),
        isEnded: isEnded(status),
        lastHereOn: row.last_here_on,
      }
}
