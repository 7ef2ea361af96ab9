import { createHash } from 'node:crypto'
import { findUserByEmail, insertUser } from '#server/auth/users.ts'
import type { Ids } from '#server/runtime.ts'
import type { SqlPlanLog } from '#server/storage/plan-log-sql.ts'
import type { UserTable } from '#server/storage/tables/accounts.ts'
import type { InviteRow, Storage, StorageTransaction } from '#server/storage/tables.ts'
import { AppError } from '#shared/errors.ts'

export type InviteWithPlan = InviteRow & {
  plan_title: string
  format_id: string
  format_version: number
  inviter_name: string
}
type NewInvite = Omit<InviteRow, 'token_hash' | 'accepted_at' | 'accepted_by' | 'withdrawn_at'>
type Writing = { db: Storage; log: SqlPlanLog }
/** Who wants to join: someone who is signed in, or a person who gives a name and an address. */
type Claim = { kind: 'user'; userId: string } | { kind: 'newcomer'; name: string; email: string }

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')

export const isOpen = (invite: InviteRow, now: number): boolean =>
  invite.accepted_at === null && invite.withdrawn_at === null && invite.expires_at > now

export function findInvite(db: Storage, token: string): Promise<InviteWithPlan | undefined> {
  return db
    .selectFrom('invites')
    .innerJoin('plans', 'plans.id', 'invites.plan_id')
    .innerJoin('user', 'user.id', 'invites.created_by')
    .where('invites.token_hash', '=', hashOf(token))
    .where('plans.deleted_at', 'is', null)
    .selectAll('invites')
    .select([
      'plans.title as plan_title',
      'plans.format_id',
      'plans.format_version',
      'user.name as inviter_name',
    ])
    .executeTakeFirst()
}

export function listOpen(db: Storage, planId: string, now: number): Promise<InviteRow[]> {
  return db
    .selectFrom('invites')
    .selectAll()
    .where('plan_id', '=', planId)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

export async function addInvite(
  { db, log }: Writing,
  invite: NewInvite,
  token: string,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('invites')
      .values({
        ...invite,
        token_hash: hashOf(token),
        accepted_at: null,
        accepted_by: null,
        withdrawn_at: null,
      })
      .execute()
    await log.appendIn(trx, [inviteChanged(invite.plan_id, invite.created_by)])
  })
}

/** Withdrawing twice is fine; one that was used can't be withdrawn, the member has to be removed. */
export async function withdraw(
  { db, log }: Writing,
  {
    planId,
    inviteId,
    actor,
    now,
  }: { planId: string; inviteId: string; actor: string; now: number },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const invite = await trx
      .selectFrom('invites')
      .selectAll()
      .where('id', '=', inviteId)
      .where('plan_id', '=', planId)
      .executeTakeFirst()
    if (invite === undefined) throw new AppError('not-found')
    if (invite.accepted_at !== null) throw new AppError('invite-invalid')
    if (invite.withdrawn_at !== null) return
    await trx.updateTable('invites').set({ withdrawn_at: now }).where('id', '=', inviteId).execute()
    await log.appendIn(trx, [inviteChanged(planId, actor)])
  })
}

/** Uses the invitation up, makes the account when needed, and adds the member: all or nothing, however many try at once. */
export async function join(
  { db, log, ids }: Writing & { ids: Ids },
  invite: InviteRow,
  claim: Claim,
  now: number,
): Promise<UserTable> {
  return db.transaction().execute(async (trx) => {
    const user =
      claim.kind === 'user'
        ? await findUser(trx, claim.userId)
        : await userOfNewcomer(trx, invite, { ...claim, id: ids.next(), now })
    const used = await trx
      .updateTable('invites')
      .set({ accepted_at: now, accepted_by: user.id })
      .where('id', '=', invite.id)
      .where('accepted_at', 'is', null)
      .where('withdrawn_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('id')
      .executeTakeFirst()
    if (used === undefined) throw new AppError('invite-invalid')
    const added = await trx
      .insertInto('members')
      .values({
        plan_id: invite.plan_id,
        user_id: user.id,
        role: invite.role,
        discipline: invite.discipline,
        sections: invite.sections,
        added_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('user_id')
      .executeTakeFirst()
    const event =
      added === undefined
        ? inviteChanged(invite.plan_id, user.id)
        : ({
            planId: invite.plan_id,
            actor: user.id,
            body: { kind: 'event', event: { type: 'member.added', userId: user.id } },
          } as const)
    await log.appendIn(trx, [event])
    return user
  })
}

function findUser(trx: StorageTransaction, userId: string): Promise<UserTable> {
  return trx.selectFrom('user').selectAll().where('id', '=', userId).executeTakeFirstOrThrow()
}

/**
 * An invitation is shown to who makes it, and anyone can make a plan and invite any address. So it never opens an
 * account that exists, or a member could become another one that way. One exception spares people a sign-in link where
 * there is no mail server: a coordinator may bring someone into a further plan who takes part in nothing but plans that
 * this coordinator manages.
 */
async function userOfNewcomer(
  trx: StorageTransaction,
  invite: InviteRow,
  { id, name, email, now }: { id: string; name: string; email: string; now: number },
): Promise<UserTable> {
  const existing = await findUserByEmail(trx, email)
  // The address is not proven: whoever proves it by mail later ends the sessions of whoever only claimed it.
  if (existing === undefined)
    return insertUser(trx, { id, name, email, isAdmin: false, isEmailProven: false, now })
  if (
    invite.email !== existing.email ||
    existing.isAdmin === 1 ||
    !(await manages(trx, invite, existing.id))
  )
    throw new AppError('email-in-use')
  return existing
}

async function manages(
  trx: StorageTransaction,
  invite: InviteRow,
  userId: string,
): Promise<boolean> {
  const managed = trx
    .selectFrom('members')
    .select('plan_id')
    .where('user_id', '=', invite.created_by)
    .where('role', '=', 'coordinator')
  const outside = await trx
    .selectFrom('members')
    .innerJoin('plans', 'plans.id', 'members.plan_id')
    .select('members.plan_id')
    .where('members.user_id', '=', userId)
    .where('plans.deleted_at', 'is', null)
    .where('members.plan_id', 'not in', managed)
    .limit(1)
    .executeTakeFirst()
  const here = await managed.where('plan_id', '=', invite.plan_id).executeTakeFirst()
  return outside === undefined && here !== undefined
}

export async function isMember(db: Storage, planId: string, userId: string): Promise<boolean> {
  return (
    (await db
      .selectFrom('members')
      .select('user_id')
      .where('plan_id', '=', planId)
      .where('user_id', '=', userId)
      .executeTakeFirst()) !== undefined
  )
}

export async function isMemberByEmail(
  db: Storage,
  planId: string,
  email: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('members')
    .innerJoin('user', 'user.id', 'members.user_id')
    .select('user.id')
    .where('members.plan_id', '=', planId)
    .where('user.email', '=', email)
    .executeTakeFirst()
  return row !== undefined
}

export async function planTitle(db: Storage, planId: string): Promise<string> {
  return (
    await db.selectFrom('plans').select('title').where('id', '=', planId).executeTakeFirstOrThrow()
  ).title
}

function inviteChanged(planId: string, actor: string) {
  return { planId, actor, body: { kind: 'event', event: { type: 'invite.changed' } } } as const
}
