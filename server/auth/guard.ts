import type { Storage } from '#server/storage/tables.ts'
import type { Role } from '#shared/access.ts'
import type { Discipline } from '#shared/disciplines.ts'
import { AppError } from '#shared/errors.ts'
import type { Auth } from './auth.ts'

/** Who asks, as the server knows it. */
export type Actor = {
  userId: string
  name: string
  email: string
  isAdmin: boolean
  /** Milliseconds since 1970; an open websocket must not outlive it. */
  sessionExpiresAt: number
}

export type Membership = { role: Role; discipline: Discipline | null }

/** The one place that decides who asks and what they are in a plan, for requests and for the websocket alike. */
export type Guard = {
  authenticate(headers: Headers): Promise<Actor | null>
  /** Null for who is not a member; rejects with `plan-not-found` when the plan is not there (any more). */
  membership(planId: string, userId: string): Promise<Membership | null>
  /** The plan that a thread is about, and what the person is in it; rejects with `thread-not-found` when it is not there (any more). */
  threadMembership(threadId: string, userId: string): Promise<{ planId: string; membership: Membership | null }>
  /** The cookie again with a later end when it is due, else without `set-cookie`. */
  renew(headers: Headers): Promise<Headers>
  /** Ends the session of these headers; answers the headers that take the cookie away. */
  end(headers: Headers): Promise<Headers>
}

export function createGuard({ auth, db }: { auth: Auth; db: Storage }): Guard {
  return {
    async authenticate(headers) {
      // Without the cookie there is nothing to look up, and most requests of strangers have none.
      if (!headers.has('cookie')) return null
      // Renewal is left to `renew`: here there may be no response that could carry the new cookie.
      const found = await auth.api.getSession({ headers, query: { disableRefresh: true } })
      if (found === null) return null
      const { user, session } = found
      return { userId: user.id, name: user.name, email: user.email, isAdmin: Boolean(user.isAdmin), sessionExpiresAt: session.expiresAt.getTime() }
    },

    async membership(planId, userId) {
      const row = await db
        .selectFrom('plans')
        .leftJoin('members', (join) => join.onRef('members.plan_id', '=', 'plans.id').on('members.user_id', '=', userId))
        .where('plans.id', '=', planId)
        .where('plans.deleted_at', 'is', null)
        .select(['members.role', 'members.discipline'])
        .executeTakeFirst()
      if (row === undefined) throw new AppError('plan-not-found')
      return row.role === null ? null : { role: row.role, discipline: row.discipline }
    },

    async threadMembership(threadId, userId) {
      const row = await db
        .selectFrom('threads')
        .innerJoin('plans', 'plans.id', 'threads.plan_id')
        .leftJoin('members', (join) => join.onRef('members.plan_id', '=', 'plans.id').on('members.user_id', '=', userId))
        .where('threads.id', '=', threadId)
        .where('threads.deleted_at', 'is', null)
        .where('plans.deleted_at', 'is', null)
        .select(['threads.plan_id', 'members.role', 'members.discipline'])
        .executeTakeFirst()
      if (row === undefined) throw new AppError('thread-not-found')
      return { planId: row.plan_id, membership: row.role === null ? null : { role: row.role, discipline: row.discipline } }
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
