import type { EveryPlan, PlanWriter } from '#server/plans/plan-writer.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { AccountMergeRow } from '#server/storage/tables/accounts.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import { AppError } from '#shared/errors.ts'
import { meetsNeed } from '#shared/started-by.ts'
import { handerOf } from '../guard.ts'
import { lockAccounts, mustBeOpen, type Session, type Sessions } from '../sessions.ts'
import { findUserByEmail } from '../users.ts'
import { mergeAccounts } from './merge-accounts.ts'
import { mergeMembership } from './merge-memberships.ts'
import {
  endProposal,
  insertProposal,
  mustBeMergeable,
  mustFindOpen,
  readPlansOf,
} from './merge-proposals.ts'

export type AccountMerging = {
  /** Rejects with `person-not-found`, `merge-open`, `merge-admin` or `merge-unproven`. */
  propose(given: { keptId: string; email: string; by: Session }): Promise<void>
  withdraw(given: { mergeId: string; by: Session }): Promise<void>
  /** By one of both accounts. */
  decline(given: { mergeId: string; by: Session }): Promise<void>
  /**
   * By one of both accounts; the second one merges them, in one transaction. Resolves with whether
   * that happened. Rejects with `merge-over`, `merge-handed` and the refusals of a proposal.
   */
  confirm(given: { mergeId: string; by: Session }): Promise<boolean>
}

type Deps = { writer: PlanWriter; sessions: Sessions; clock: Clock; ids: Ids }

export function createAccountMerging({ writer, sessions, clock, ids }: Deps): AccountMerging {
  return {
    propose({ keptId, email, by }) {
      return sessions.write(async (trx) => {
        await mustBeOpen(trx, by)
        const other = await findUserByEmail(trx, email)
        if (other === undefined) throw new AppError('person-not-found')
        await insertProposal(trx, {
          id: ids.next(),
          keptId,
          closedId: other.id,
          by: by.userId,
          now: clock.now(),
        })
      })
    },

    withdraw({ mergeId, by }) {
      return sessions.write(async (trx) => {
        await mustBeOpen(trx, by)
        const now = clock.now()
        await mustFindOpen(trx, { mergeId, of: null, now })
        await endProposal(trx, { mergeId, outcome: 'withdrawn', now })
      })
    },

    decline({ mergeId, by }) {
      return sessions.write(async (trx) => {
        await mustBeOpen(trx, by)
        const now = clock.now()
        await mustFindOpen(trx, { mergeId, of: by.userId, now })
        await endProposal(trx, { mergeId, outcome: 'declined', now })
      })
    },

    confirm({ mergeId, by }) {
      const plansOfMerge = async (tx: StorageTransaction, everyPlan: EveryPlan) => {
        // Before the query, so that the closed account joins no other plan meanwhile.
        await everyPlan.hold()
        const merge = await mustFindOpen(tx, { mergeId, of: by.userId, now: clock.now() })
        return readPlansOf(tx, merge.closed_id)
      }
      return writer.writePlans(plansOfMerge, by.userId, async (tx, plans, after) => {
        await lockAccounts(tx)
        await mustBeOpen(tx, by)
        const now = clock.now()
        const merge = await mustFindOpen(tx, { mergeId, of: by.userId, now })
        const { kept_id: keptId, closed_id: closedId } = merge
        await mustBeMergeable(tx, { keptId, closedId })
        const confirmed = await withConfirmation(tx, merge, { by, now })
        if (confirmed.kept_confirmed_at === null || confirmed.closed_confirmed_at === null)
          return false
        for (const plan of plans)
          await mergeMembership(tx, plan, { clock, ids }, { keptId, closedId, by: by.userId })
        await mergeAccounts(tx, sessions.inside(tx, after), {
          keptId,
          closedId,
          isClosedProven: confirmed.vouched_by === null,
          now,
        })
        await endProposal(tx, { mergeId, outcome: 'merged', now })
        return true
      })
    },
  }
}

async function withConfirmation(
  tx: StorageTransaction,
  merge: AccountMergeRow,
  { by, now }: { by: Session; now: number },
): Promise<AccountMergeRow> {
  const isOwn = meetsNeed(by.reach, 'own')
  const next: AccountMergeRow =
    by.userId === merge.kept_id
      ? { ...merge, kept_confirmed_at: now }
      : { ...merge, closed_confirmed_at: now, vouched_by: isOwn ? null : handerOf(by) }
  if (!isOwn && next.vouched_by === null) throw new AppError('merge-handed')
  // Again at the second confirmation: meanwhile the account may be in more plans.
  if (next.vouched_by !== null) await mustVouch(tx, next, next.vouched_by)
  const { kept_confirmed_at, closed_confirmed_at, vouched_by } = next
  await tx
    .updateTable('account_merges')
    .set({ kept_confirmed_at, closed_confirmed_at, vouched_by })
    .where('id', '=', merge.id)
    .execute()
  return next
}

/**
 * For a person who can't sign in to the account that will be closed. Anyone who hands over a link
 * can open it too, so it confirms no more than its maker could give without it: a coordinator of
 * every plan of that account may invite the other account to all of them. The administrator who
 * proposed it and the account that gains are excluded, so that nobody takes over an account alone.
 */
async function mustVouch(
  tx: StorageTransaction,
  { kept_id, closed_id, proposed_by }: AccountMergeRow,
  voucher: string,
): Promise<void> {
  const plans = await readPlansOf(tx, closed_id)
  const coordinated =
    plans.length === 0
      ? []
      : await tx
          .selectFrom('members')
          .select('plan_id')
          .where('plan_id', 'in', plans)
          .where('user_id', '=', voucher)
          .where('role', '=', 'coordinator')
          .execute()
  const isEverywhere = plans.length > 0 && coordinated.length === plans.length
  if (!isEverywhere || voucher === proposed_by || voucher === kept_id)
    throw new AppError('merge-handed')
}
