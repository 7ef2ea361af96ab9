import type { EveryPlan, LockedPlan } from '#server/plans/plan-writer.ts'
import type { SignInLinkRow } from '#server/storage/tables/accounts.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import { AppError } from '#shared/errors.ts'
import { plansOfClaims } from './prove-address.ts'
import { findUserByEmail } from './users.ts'

/**
 * A link gives no more than its maker has when it is used: the maker must still be a coordinator of
 * that plan, or an administrator.
 */
export async function mustStillHand(trx: StorageTransaction, link: SignInLinkRow): Promise<void> {
  const found =
    link.plan_id === null
      ? await trx
          .selectFrom('user')
          .select('id')
          .where('id', '=', link.handed_by ?? '')
          .where('isAdmin', '=', 1)
          .executeTakeFirst()
      : await trx
          .selectFrom('members as maker')
          .innerJoin('members as member', 'member.plan_id', 'maker.plan_id')
          .innerJoin('plans', 'plans.id', 'maker.plan_id')
          .select('plans.id')
          .where('plans.id', '=', link.plan_id)
          .where('plans.deleted_at', 'is', null)
          .where('maker.user_id', '=', link.handed_by ?? '')
          .where('maker.role', '=', 'coordinator')
          .where('member.user_id', '=', link.user_id ?? '')
          .executeTakeFirst()
  if (found === undefined) throw new AppError('link-invalid')
}

/**
 * The plans whose audit trail records a link: its own plan, or for an administrator's link, which
 * opens all plans of the person, each of those.
 */
export async function plansOfLink(
  tx: StorageTransaction,
  { planId, userId }: { planId: string | null; userId: string },
): Promise<string[]> {
  if (planId !== null) return [planId]
  const rows = await tx
    .selectFrom('members')
    .select('plan_id')
    .where('user_id', '=', userId)
    .execute()
  return rows.map((row) => row.plan_id)
}

/**
 * The plans that the use of a link writes to: a handed link writes to their audit trails, a first
 * proof ends things in them.
 */
export async function plansOfToken(
  tx: StorageTransaction,
  tokenHash: string,
  everyPlan: EveryPlan,
): Promise<string[]> {
  const link = await tx
    .selectFrom('sign_in_links')
    .select(['kind', 'plan_id', 'user_id', 'email'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  if (link === undefined || link.kind === 'first') return []
  if (link.kind === 'handed')
    return plansOfLink(tx, { planId: link.plan_id, userId: link.user_id ?? '' })
  const holder =
    link.kind === 'change'
      ? link.user_id
      : ((await findUserByEmail(tx, link.email ?? ''))?.id ?? null)
  return holder === null ? [] : plansOfClaims(tx, holder, everyPlan)
}

/** Both making and using the link are recorded in the audit trails of those plans. */
export async function noteInTrails(
  plans: readonly LockedPlan[],
  link: Pick<SignInLinkRow, 'user_id' | 'handed_by'>,
  { action, actor }: { action: 'sign-in-link.made' | 'sign-in-link.used'; actor: string },
): Promise<void> {
  for (const plan of plans)
    await plan.audit({
      action,
      actor,
      object: `userId=${link.user_id ?? ''} handedBy=${link.handed_by ?? ''}`,
      result: 'ok',
    })
}
