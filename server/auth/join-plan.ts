import { linkInvited } from '#server/plans/person-links.ts'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import { mustHaveRoom } from '#server/plans/quotas.ts'
import type { Ids } from '#server/runtime.ts'
import type { InviteRow, StorageTransaction } from '#server/storage/tables.ts'
import { AppError } from '#shared/errors.ts'
import type { Sessions, SessionWriter } from './sessions.ts'
import { findUserByEmail, insertUser } from './users.ts'

/**
 * The new member: a signed-in user, a person who gives a name and an address, or a person without an
 * account who is identified by something else than the invitation.
 */
type Claim =
  | { kind: 'user'; userId: string }
  | { kind: 'newcomer'; name: string; email: string }
  | {
      kind: 'account'
      open(tx: StorageTransaction, own: SessionWriter): Promise<{ userId: string; token: string }>
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
    const own = sessions.inside(tx, after)
    // Another plan may be creating an account for the same address.
    await plan.lockName('accounts')
    const { userId, token } = await openAccount(tx, own, { claim, invite, ids, now })
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
      added === undefined
        ? { type: 'invite.changed', change: 'accepted' }
        : { type: 'member.added', userId },
      userId,
    )
    if (added !== undefined && invite.person_row !== null && invite.sections === null)
      await linkInvited(tx, plan, {
        now,
        userId,
        rowId: invite.person_row,
        by: invite.created_by,
      })
    return token
  })
}

/** The account that joins, and the token of its session if one begins here. */
async function openAccount(
  tx: StorageTransaction,
  own: SessionWriter,
  { claim, invite, ids, now }: { claim: Claim; invite: InviteRow; ids: Ids; now: number },
): Promise<{ userId: string; token: string | null }> {
  switch (claim.kind) {
    case 'user':
      return { userId: claim.userId, token: null }
    case 'account':
      return claim.open(tx, own)
    case 'newcomer': {
      const userId = await addNewcomer(tx, { ...claim, id: ids.next(), now })
      // The inviter saw the link and could have opened it, so the session proves nothing more about
      // its user.
      const { token } = await own.begin({
        userId,
        method: 'handed',
        handedBy: invite.created_by,
        reach: 'newcomer',
      })
      return { userId, token }
    }
  }
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
