import { readMerged, readOpenMerges, toMerge } from '#server/auth/merging/merge-proposals.ts'
import { readOrganisationAccounts } from '#server/auth/oidc/organisation-accounts.ts'
import { readOpenSessions } from '#server/auth/open-sessions.ts'
import { readPasskeys } from '#server/auth/passkeys.ts'
import { lockAccounts, mustBeOpen, type Sessions } from '#server/auth/sessions.ts'
import type { Router } from '#server/http/router.ts'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import { forgetPerson, mustLeaveCoordinators } from '#server/plans/privacy/forget-person.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import { isForgotten } from '#server/storage/forgotten-accounts.ts'
import type { SqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { Storage } from '#server/storage/tables.ts'
import {
  type Account,
  type AccountDetails,
  endAccountSessions,
  forgetAccount,
  getAccount,
  listAccounts,
} from '#shared/api/administration.ts'
import { AppError } from '#shared/errors.ts'
import { type AccountRow, findAccounts } from './admin-people-queries.ts'

export type AdminPeopleDependencies = {
  db: Storage
  log: SqlPlanLog
  writer: PlanWriter
  sessions: Sessions
  clock: Clock
  ids: Ids
}

/** The accounts of an installation, for its administrators. */
export function mountAdminPeople(
  router: Router,
  { db, log, writer, sessions, clock, ids }: AdminPeopleDependencies,
): void {
  router.admin(listAccounts, async ({ query: { q, cursor } }) => {
    const { rows, total, next } = await findAccounts(db, { q, cursor })
    return {
      people: await describe(db, rows, clock.now()),
      total,
      ...(next === undefined ? {} : { next }),
    }
  })

  router.admin(getAccount, async ({ params }) => {
    const account = await findAccount(db, params.userId)
    const [described] = await describe(db, [account], clock.now())
    if (described === undefined) throw new AppError('person-not-found')
    return { ...described, ...(await detailsOf(db, account.id, clock.now())) }
  })

  router.admin(endAccountSessions, async ({ actor, params: { userId } }) => {
    const before = await countSessions(db, userId, clock.now())
    await sessions.write((_, own) =>
      own.end(
        userId === actor.userId
          ? { kind: 'others', userId, spared: actor.sessionId }
          : { kind: 'all', userId },
      ),
    )
    return { ended: before - (userId === actor.userId ? 1 : 0) }
  })

  router.admin(forgetAccount, async ({ actor, params: { userId }, body }) => {
    const account = await findAccount(db, userId)
    const refuse = (message: string) =>
      new AppError('invalid-values', { fields: [{ path: 'name', message }] })
    if (userId === actor.userId) throw refuse('Uw eigen account verwijdert u hier niet.')
    if (body.name !== account.name) throw refuse('Typ de naam zoals die hier staat.')
    // Someone who is not forgotten is not signed out either.
    await mustLeaveCoordinators(db, userId)
    // First, so that nothing in their name is written while they are being forgotten.
    await sessions.write(async (tx, own) => {
      await mustBeOpen(tx, actor)
      await own.end({ kind: 'all', userId })
    })
    const { pseudonym, plans } = await forgetPerson({ db, log, writer, clock, ids }, userId, {
      // Two administrators who forget each other at one moment would leave none: the one who is
      // forgotten first, or signed out for it, forgets nobody any more.
      async mayGoOn(tx) {
        await lockAccounts(tx)
        await mustBeOpen(tx, actor)
      },
    })
    return { pseudonym, plans: plans.map(({ id, title }) => ({ id, title })) }
  })
}

/** Accounts of forgotten people, and those merged into another one, are left out. */
async function findAccount(db: Storage, userId: string): Promise<AccountRow> {
  const account = await db
    .selectFrom('user')
    .select(['id', 'name', 'email', 'isAdmin', 'emailVerified', 'createdAt'])
    .where('id', '=', userId)
    .where('mergedInto', 'is', null)
    .where((eb) => eb.not(isForgotten(eb)))
    .executeTakeFirst()
  if (account === undefined) throw new AppError('person-not-found')
  return account
}

async function describe(db: Storage, rows: readonly AccountRow[], now: number): Promise<Account[]> {
  // PostgreSQL has no empty list.
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const plans = await db
    .selectFrom('members')
    .innerJoin('plans', 'plans.id', 'members.plan_id')
    .where('plans.deleted_at', 'is', null)
    .where('members.user_id', 'in', ids)
    .groupBy('members.user_id')
    .select(['members.user_id', (eb) => eb.fn.countAll<number>().as('count')])
    .execute()
  const open = await db
    .selectFrom('sessions')
    .where('user_id', 'in', ids)
    .where('expires_at', '>', now)
    .groupBy('user_id')
    .select(['user_id', (eb) => eb.fn.countAll<number>().as('count')])
    .execute()
  const countOf = (counts: readonly { user_id: string; count: number }[], id: string) =>
    Number(counts.find(({ user_id }) => user_id === id)?.count ?? 0)
  return rows.map(({ id, name, email, isAdmin, emailVerified, createdAt }) => ({
    id,
    name,
    email,
    isAdmin: isAdmin === 1,
    isEmailProven: emailVerified === 1,
    createdAt,
    plans: countOf(plans, id),
    sessions: countOf(open, id),
  }))
}

async function countSessions(db: Storage, userId: string, now: number): Promise<number> {
  const { count } = await db
    .selectFrom('sessions')
    .where('user_id', '=', userId)
    .where('expires_at', '>', now)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

async function detailsOf(
  db: Storage,
  userId: string,
  now: number,
): Promise<Omit<AccountDetails, keyof Account>> {
  const memberOf = await db
    .selectFrom('members')
    .innerJoin('plans', 'plans.id', 'members.plan_id')
    .where('members.user_id', '=', userId)
    .where('plans.deleted_at', 'is', null)
    .select(['plans.id', 'plans.title', 'members.role'])
    .orderBy('plans.title')
    .orderBy('plans.id')
    .execute()
  const [merge] = await readOpenMerges(db, { userId, now })
  return {
    openSessions: await readOpenSessions(db, { userId, now }),
    passkeys: await readPasskeys(db, userId),
    organisationAccounts: await readOrganisationAccounts(db, userId),
    merge: merge === undefined ? null : toMerge(merge),
    merged: await readMerged(db, userId),
    memberOf,
  }
}
