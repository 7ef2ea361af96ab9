import type { Sessions } from '#server/auth/sessions.ts'
import { findUserByEmail, insertUser } from '#server/auth/users.ts'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import { mustHaveRoom } from '#server/plans/quotas.ts'
import type { Ids } from '#server/runtime.ts'
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
type NewInvite = Omit<InviteRow, 'token_hash' | 'accepted_at' | 'accepted_by' | 'withdrawn_at'>
/** The new member: a signed-in user, or a person who gives a name and an address. */
type Claim = { kind: 'user'; userId: string } | { kind: 'newcomer'; name: string; email: string }

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
  writer: PlanWriter,
  invite: NewInvite,
  token: string,
): Promise<void> {
  const { plan_id, created_by, created_at: now } = invite
  await writer.writePlan(plan_id, created_by, async (tx, plan) => {
    await mustHaveRoom(tx, 'membersPerPlan', { id: plan_id, now })
    await mustHaveRoom(tx, 'openInvitesPerPlan', { id: plan_id, now })
    await mustHaveRoom(tx, 'invitesPerDay', { id: created_by, now })
    await tx
      .insertInto('invites')
      .values({
        ...invite,
        token_hash: hashOfToken(token),
        accepted_at: null,
        accepted_by: null,
        withdrawn_at: null,
      })
      .execute()
    await plan.append({ type: 'invite.changed' })
  })
}

/**
 * The limit that keeps a new invitation from being mailed; null if none does. Counted in the
 * database over all inviters and outcomes: a restart must not begin a new day for the mailbox of an
 * outsider.
 */
export async function letterKeptBack(
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
    await plan.append({ type: 'invite.changed' })
  })
}

/**
 * Consumes the invitation, creates the account if needed, and adds the member: all or nothing, also
 * with concurrent requests. Returns the token of the session that begins for a new account; null
 * for a signed-in user.
 */
export function join(
  { sessions, writer, ids }: { sessions: Sessions; writer: PlanWriter; ids: Ids },
  invite: InviteRow,
  claim: Claim,
  now: number,
): Promise<string | null> {
  const by = claim.kind === 'user' ? claim.userId : null
  return writer.writePlan(invite.plan_id, by, async (tx, plan, after) => {
    // Of concurrent requests only one continues, also across processes.
    const used = await tx
      .updateTable('invites')
      .set({ accepted_at: now })
      .where('id', '=', invite.id)
      .where('accepted_at', 'is', null)
      .where('withdrawn_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('id')
      .executeTakeFirst()
    if (used === undefined) throw new AppError('invite-invalid')
    const userId =
      claim.kind === 'user'
        ? claim.userId
        : await addNewcomer(tx, { ...claim, id: ids.next(), now })
    await tx
      .updateTable('invites')
      .set({ accepted_by: userId })
      .where('id', '=', invite.id)
      .execute()
    await mustHaveRoom(tx, 'membersPerPlan', { id: invite.plan_id, now })
    const added = await tx
      .insertInto('members')
      .values({
        plan_id: invite.plan_id,
        user_id: userId,
        role: invite.role,
        discipline: invite.discipline,
        sections: invite.sections,
        added_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('user_id')
      .executeTakeFirst()
    await plan.append(
      added === undefined ? { type: 'invite.changed' } : { type: 'member.added', userId },
      userId,
    )
    if (claim.kind === 'user') return null
    // The inviter saw the link and could have opened it, so the session proves nothing more about
    // its user.
    const { token } = await sessions.inside(tx, after).begin({
      userId,
      method: 'handed',
      handedBy: invite.created_by,
      reach: 'newcomer',
    })
    return token
  })
}

/**
 * The inviter sees the invitation link, and anyone can make a plan and invite any address. So an
 * invitation never opens an existing account: its owner signs in first and then accepts. The
 * address of a new account is unproven; a user who proves it later ends the sessions that began
 * before (auth/prove-address.ts).
 */
async function addNewcomer(
  tx: StorageTransaction,
  { id, name, email, now }: { id: string; name: string; email: string; now: number },
): Promise<string> {
  if ((await findUserByEmail(tx, email)) !== undefined) throw new AppError('sign-in-first')
  await insertUser(tx, { id, name, email, isAdmin: false, isEmailProven: false, now })
  return id
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
