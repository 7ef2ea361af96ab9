import { findUserByEmail } from '#server/auth/users.ts'
import type { LockedPlan, PlanWriter } from '#server/plans/plan-writer.ts'
import { mustHaveRoom } from '#server/plans/quotas.ts'
import type { InviteRow, Storage, StorageTransaction } from '#server/storage/tables.ts'
import { hashOfToken } from '#server/storage/token-hash.ts'
import { AppError } from '#shared/errors.ts'
import { type LimitName, limits } from '#shared/limits.ts'

export type InviteWithPlan = InviteRow & {
  plan_title: string
  format_id: string
  format_version: number
  inviter_name: string
}
type NewInvite = Omit<
  InviteRow,
  'token_hash' | 'accepted_at' | 'accepted_by' | 'withdrawn_at' | 'mailed_at'
>

export const isOpen = (invite: InviteRow, now: number): boolean =>
  invite.accepted_at === null && invite.withdrawn_at === null && invite.expires_at > now

export function findInvite(db: Storage, token: string): Promise<InviteWithPlan | undefined> {
  return db
    .selectFrom('invites')
    .innerJoin('plans', 'plans.id', 'invites.plan_id')
    .innerJoin('user', 'user.id', 'invites.created_by')
    .where('invites.token_hash', '=', hashOfToken(token))
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

export function listOpenInvites(db: Storage, planId: string, now: number): Promise<InviteRow[]> {
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

export type PastInviteRow = InviteRow & { accepted_name: string | null }

/** Used or expired invitations, last first; withdrawn ones are left out. */
export function listPastInvites(
  db: Storage,
  planId: string,
  now: number,
): Promise<PastInviteRow[]> {
  return db
    .selectFrom('invites')
    .leftJoin('user', 'user.id', 'invites.accepted_by')
    .selectAll('invites')
    .select('user.name as accepted_name')
    .where('invites.plan_id', '=', planId)
    .where('invites.withdrawn_at', 'is', null)
    .where((eb) =>
      eb.or([eb('invites.accepted_at', 'is not', null), eb('invites.expires_at', '<=', now)]),
    )
    .orderBy('invites.created_at', 'desc')
    .orderBy('invites.id')
    .limit(limits.pastInvitesShown.max)
    .execute()
}

/**
 * `replaces`: the invitation that ends with it; `invite-over` if that was used or withdrawn
 * meanwhile.
 */
export async function addInvite(
  writer: PlanWriter,
  invite: NewInvite,
  { token, replaces }: { token: string; replaces: string | null },
): Promise<void> {
  const { plan_id, created_by, created_at: now } = invite
  await writer.writePlan(plan_id, created_by, async (tx, plan) => {
    if (replaces !== null) await end(tx, plan, replaces, now)
    await mustHaveRoom(tx, 'membersPerPlan', { id: plan_id, now })
    await mustHaveRoom(tx, 'openInvitesPerPlan', { id: plan_id, now })
    await plan.lockName(`invites of ${created_by}`)
    await mustHaveRoom(tx, 'invitesPerDay', { id: created_by, now })
    await tx
      .insertInto('invites')
      .values({
        ...invite,
        token_hash: hashOfToken(token),
        accepted_at: null,
        accepted_by: null,
        withdrawn_at: null,
        mailed_at: null,
      })
      .execute()
    await plan.append({ type: 'invite.changed', change: 'made' })
  })
}

async function end(
  tx: StorageTransaction,
  plan: LockedPlan,
  inviteId: string,
  now: number,
): Promise<void> {
  const ended = await tx
    .updateTable('invites')
    .set({ withdrawn_at: now })
    .where('id', '=', inviteId)
    .where('plan_id', '=', plan.id)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (ended === undefined) throw new AppError('invite-over')
}

/** Called after a mail server accepted the mail: it records a fact, so no event is needed. */
export async function noteMailed(db: Storage, inviteId: string, now: number): Promise<void> {
  await db.updateTable('invites').set({ mailed_at: now }).where('id', '=', inviteId).execute()
}

/**
 * The limit that keeps a new invitation from being mailed; null if none does. Counted in the
 * database over all inviters and outcomes: a restart must not begin a new day for the mailbox of an
 * outsider.
 */
export async function mailLimitOf(
  db: Storage,
  {
    email,
    created_by,
    created_at,
  }: Pick<InviteRow, 'created_by' | 'created_at'> & { email: string },
): Promise<LimitName | null> {
  const recent = db
    .selectFrom('invites')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('created_at', '>', created_at - 24 * 60 * 60_000)
  const toAddress = await recent.where('email', '=', email).executeTakeFirstOrThrow()
  if (Number(toAddress.count) > limits.inviteLettersToOneAddress.max)
    return 'inviteLettersToOneAddress'
  const byPerson = await recent
    .where('created_by', '=', created_by)
    .where('email', 'is not', null)
    .executeTakeFirstOrThrow()
  return Number(byPerson.count) > limits.inviteLettersPerDay.max ? 'inviteLettersPerDay' : null
}

/**
 * Withdrawing twice has no effect; a used invitation can't be withdrawn, its member has to be
 * removed.
 */
export async function withdraw(
  writer: PlanWriter,
  {
    planId,
    inviteId,
    actor,
    now,
  }: { planId: string; inviteId: string; actor: string; now: number },
): Promise<void> {
  await writer.writePlan(planId, actor, async (tx, plan) => {
    const invite = await tx
      .selectFrom('invites')
      .selectAll()
      .where('id', '=', inviteId)
      .where('plan_id', '=', planId)
      .executeTakeFirst()
    if (invite === undefined) throw new AppError('not-found')
    if (invite.accepted_at !== null) throw new AppError('invite-invalid')
    if (invite.withdrawn_at !== null) return
    await tx.updateTable('invites').set({ withdrawn_at: now }).where('id', '=', inviteId).execute()
    await plan.append({ type: 'invite.changed', change: 'withdrawn' })
  })
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
  const user = await findUserByEmail(db, email)
  if (user === undefined) return false
  const row = await db
    .selectFrom('members')
    .select('user_id')
    .where('plan_id', '=', planId)
    .where('user_id', '=', user.id)
    .executeTakeFirst()
  return row !== undefined
}

export async function planTitle(db: Storage, planId: string): Promise<string> {
  return (
    await db.selectFrom('plans').select('title').where('id', '=', planId).executeTakeFirstOrThrow()
  ).title
}
