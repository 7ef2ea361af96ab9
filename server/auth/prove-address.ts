import type { EveryPlan } from '#server/plans/plan-writer.ts'
import { voidMergeProposals } from '#server/plans/privacy/forget-person.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import type { Ending } from './sessions.ts'

/** Ways in that outlast a session, each with the reach of the session in which it was added. */
const lastingWays = ['passkeys', 'oidc_accounts'] as const

/** The account a link opened, and the sessions that end because of it. */
export type Opened = { userId: string; ends: readonly Ending[] }

/**
 * Records that the user holds the address of this account. Until that proof anyone could have typed
 * the address, so whatever was made before it and could still sign somebody in, or speak in this
 * person's name, ends here. `isContinued`: the user who proves the address is signed in to the
 * account in the same browser, so they made those things themself. The caller ends the sessions.
 */
export async function proveAddress(
  trx: StorageTransaction,
  {
    userId,
    isContinued,
    name,
    makesAdmin,
    now,
  }: {
    userId: string
    isContinued: boolean
    /** For an account that changes hands; null if the proof says nothing of it. */
    name: string | null
    makesAdmin: boolean
    now: number
  },
): Promise<Opened> {
  const user = await trx
    .selectFrom('user')
    .select(['emailVerified', 'isAdmin', 'name'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  const isFirstProof = user.emailVerified === 0
  const isTakenOver = isFirstProof && !isContinued
  // A newcomer may have invited others and handed over links: none of it may continue under the
  // name of the real owner.
  const begun = isTakenOver ? await accountsBegunBy(trx, userId) : []
  if (isTakenOver) await endWhatWasClaimed(trx, { userId, begun, now })
  // Ways in that the same person added before the proof get its full reach too.
  else if (isFirstProof)
    for (const ways of lastingWays)
      await trx.updateTable(ways).set({ reach: 'full' }).where('user_id', '=', userId).execute()
  await trx
    .updateTable('user')
    .set({
      emailVerified: 1,
      // Administration stays with the person who has it; it does not move to the holder of an
      // address they mistyped.
      isAdmin: makesAdmin || (user.isAdmin === 1 && !isTakenOver) ? 1 : 0,
      name: isTakenOver ? (name ?? user.name) : user.name,
    })
    .where('id', '=', userId)
    .execute()
  return {
    userId,
    ends: [
      ...(isFirstProof ? [{ kind: 'all', userId } as const] : []),
      ...begun.flatMap((id) => [
        { kind: 'handed-by', userId: id } as const,
        { kind: 'newcomer', userId: id } as const,
      ]),
    ],
  }
}

/**
 * An account, and the unproven accounts that came in by its invitations, directly or through such
 * an account. Otherwise an attacker who claimed an address would invite themself under a second one
 * and keep access when the real owner signs in.
 */
async function accountsBegunBy(trx: StorageTransaction, userId: string): Promise<string[]> {
  const rows = await trx
    .withRecursive('begun', (db) =>
      db
        .selectFrom('user')
        .select('id')
        .where('id', '=', userId)
        .union(
          db
            .selectFrom('invites')
            .innerJoin('begun', 'begun.id', 'invites.created_by')
            .innerJoin('user', 'user.id', 'invites.accepted_by')
            .where('user.emailVerified', '=', 0)
            // The first accepted invitation made the account, whatever sessions and passkeys came
            // later.
            .where(({ exists, not, selectFrom }) =>
              not(
                exists(
                  selectFrom('invites as earlier')
                    .select('earlier.id')
                    .whereRef('earlier.accepted_by', '=', 'invites.accepted_by')
                    .whereRef('earlier.accepted_at', '<', 'invites.accepted_at'),
                ),
              ),
            )
            .select('user.id'),
        ),
    )
    .selectFrom('begun')
    .select('id')
    .execute()
  return rows.map(({ id }) => id)
}

/**
 * The plans in which `proveAddress` may end something of this person; none if their address is
 * proven.
 */
export async function plansOfClaims(
  tx: StorageTransaction,
  userId: string,
  everyPlan: EveryPlan,
): Promise<string[]> {
  const user = await tx
    .selectFrom('user')
    .select('emailVerified')
    .where('id', '=', userId)
    .executeTakeFirst()
  if (user?.emailVerified !== 0) return []
  // These people may be inviting others to any plan at this moment.
  await everyPlan.hold()
  const begun = await accountsBegunBy(tx, userId)
  const rows = await tx
    .selectFrom('invites')
    .select('plan_id')
    .where('created_by', 'in', begun)
    .union(
      tx
        .selectFrom('read_links')
        .innerJoin('consultations', 'consultations.id', 'read_links.consultation_id')
        .select('consultations.plan_id')
        .where('read_links.created_by', 'in', begun),
    )
    .union(tx.selectFrom('outcome_links').select('plan_id').where('created_by', 'in', begun))
    .union(tx.selectFrom('sign_links').select('plan_id').where('user_id', '=', userId))
    .execute()
  return rows.map((row) => row.plan_id)
}

async function endWhatWasClaimed(
  trx: StorageTransaction,
  { userId, begun, now }: { userId: string; begun: readonly string[]; now: number },
): Promise<void> {
  // A confirmation may be of the previous holder.
  await voidMergeProposals(trx, { userId, now })
  await trx
    .deleteFrom('sign_in_links')
    .where('used_at', 'is', null)
    .where((or) => or.or([or('user_id', '=', userId), or('handed_by', 'in', begun)]))
    .execute()
  await trx
    .updateTable('invites')
    .set({ withdrawn_at: now })
    .where('created_by', 'in', begun)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .execute()
  for (const links of ['read_links', 'outcome_links'] as const)
    await trx
      .updateTable(links)
      .set({ revoked_at: now })
      .where('created_by', 'in', begun)
      .where('revoked_at', 'is', null)
      .execute()
  for (const ways of lastingWays)
    await trx
      .deleteFrom(ways)
      .where('user_id', 'in', begun)
      .where((or) => or.or([or('user_id', '=', userId), or('reach', '=', 'newcomer')]))
      .execute()
  // Personal links to answer for a party were sent to the claimed address or to a coordinator; they
  // are sent again on request.
  await trx
    .updateTable('sign_links')
    .set({ expires_at: now })
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .execute()
}
