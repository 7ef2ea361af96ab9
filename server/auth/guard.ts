import { partsOf } from '#server/plans/parts-given.ts'
import { readerOf } from '#server/storage/database.ts'
import type { Storage } from '#server/storage/tables.ts'
import type { Role } from '#shared/access.ts'
import { isEnded } from '#shared/agreement/status.ts'
import type { PlanStatus } from '#shared/api/plans.ts'
import type { Discipline } from '#shared/disciplines.ts'
import { AppError } from '#shared/errors.ts'
import type { Parts } from '#shared/format/parts.ts'
import type { Target } from '#shared/plan/content.ts'
import type { Auth } from './auth.ts'
import type { Session, SessionLookup } from './session-lookup.ts'

/** Who asks, as the server knows it. */
export type Actor = Session

export type Membership = {
  role: Role
  discipline: Discipline | null
  /** The sections that they were invited to; null for the whole plan. */
  parts: Parts
  /** The plan expired or was superseded: it is read, talked of and managed, and takes no more text. */
  isEnded: boolean
}
export type ThreadMembership = {
  planId: string
  membership: Membership | null
  target: Target
  format: { id: string; version: number }
}

/** The one place that decides who asks and what they are in a plan, for requests and for the websocket alike. */
export type Guard = {
  /** By the cookies of a request. */
  authenticate(cookies: string | null): Promise<Actor | null>
  /** Null for who is not a member; rejects with `plan-not-found` when the plan is not there (any more). */
  membership(planId: string, userId: string): Promise<Membership | null>
  /** The plan that a thread is about, and what the person is in it; rejects with `thread-not-found` when it is not there (any more). */
  threadMembership(threadId: string, userId: string): Promise<ThreadMembership>
  /** The same for a version; rejects with `version-not-found`. */
  versionMembership(
    versionId: string,
    userId: string,
  ): Promise<{ planId: string; membership: Membership | null }>
  /** The cookie again with a later end when it is due, else without `set-cookie`. */
  renew(headers: Headers): Promise<Headers>
  /** Ends the session of these headers; answers the headers that take the cookie away. */
  end(headers: Headers): Promise<Headers>
}

export function createGuard({
  auth,
  db,
  sessions,
}: {
  auth: Auth
  db: Storage
  sessions: SessionLookup
}): Guard {
  const membershipOf = readerOf(db).prepare<
    [string, string],
    {
      role: Role | null
      discipline: Discipline | null
      sections: string | null
      status: PlanStatus
    }
  >(
    'select members.role, members.discipline, members.sections, plans.status from plans left join members on members.plan_id = plans.id and members.user_id = ? where plans.id = ? and plans.deleted_at is null',
  )
  return {
    async authenticate(cookies) {
      return sessions.find(cookies)
    },

    async membership(planId, userId) {
      const row = membershipOf.get(userId, planId)
      if (row === undefined) throw new AppError('plan-not-found')
      return toMembership(row)
    },

    async threadMembership(threadId, userId) {
      const row = await db
        .selectFrom('threads')
        .innerJoin('plans', 'plans.id', 'threads.plan_id')
        .leftJoin('members', (join) =>
          join.onRef('members.plan_id', '=', 'plans.id').on('members.user_id', '=', userId),
        )
        .where('threads.id', '=', threadId)
        .where('threads.deleted_at', 'is', null)
        .where('plans.deleted_at', 'is', null)
        .select([
          'threads.plan_id',
          'threads.target',
          'plans.status',
          'plans.format_id',
          'plans.format_version',
          'members.role',
          'members.discipline',
          'members.sections',
        ])
        .executeTakeFirst()
      if (row === undefined) throw new AppError('thread-not-found')
      return {
        planId: row.plan_id,
        membership: toMembership(row),
        target: JSON.parse(row.target),
        format: { id: row.format_id, version: row.format_version },
      }
    },

    async versionMembership(versionId, userId) {
      const row = await db
        .selectFrom('versions')
        .innerJoin('plans', 'plans.id', 'versions.plan_id')
        .leftJoin('members', (join) =>
          join.onRef('members.plan_id', '=', 'plans.id').on('members.user_id', '=', userId),
        )
        .where('versions.id', '=', versionId)
        .where('plans.deleted_at', 'is', null)
        .select([
          'versions.plan_id',
          'plans.status',
          'members.role',
          'members.discipline',
          'members.sections',
        ])
        .executeTakeFirst()
      if (row === undefined) throw new AppError('version-not-found')
      return { planId: row.plan_id, membership: toMembership(row) }
    },

    async renew(headers) {
      const { headers: answer } = await auth.api.getSession({ headers, returnHeaders: true })
      return answer
    },

    async end(headers) {
      const { headers: answer } = await auth.api.signOut({ headers, returnHeaders: true })
      return answer
    },
  }
}

type MembershipRow = {
  role: Role | null
  discipline: Discipline | null
  sections: string | null
  status: PlanStatus
}

function toMembership({ role, discipline, sections, status }: MembershipRow): Membership | null {
  return role === null
    ? null
    : { role, discipline, parts: partsOf({ sections }), isEnded: isEnded(status) }
}
