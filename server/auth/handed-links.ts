import { appendAudit, type Origin } from '#server/storage/audit-trail.ts'
import type { SignInLinkRow } from '#server/storage/tables/accounts.ts'
import type { StorageTransaction } from '#server/storage/tables.ts'
import { AppError } from '#shared/errors.ts'

/** A link is worth no more than its maker when it is used: a coordinator of that plan still, or still an administrator. */
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

/** Made and used stand in the trail of the plan; an administrator's, which opens all plans of the person, in that of each. */
export async function noteInTrails(
  trx: StorageTransaction,
  {
    link,
    action,
    actor,
    now,
    origin,
  }: {
    link: Pick<SignInLinkRow, 'plan_id' | 'user_id' | 'handed_by'>
    action: 'sign-in-link.made' | 'sign-in-link.used'
    actor: string
    now: number
    origin: Origin
  },
): Promise<void> {
  const userId = link.user_id ?? ''
  const plans =
    link.plan_id === null
      ? await trx
          .selectFrom('members')
          .innerJoin('plans', 'plans.id', 'members.plan_id')
          .where('members.user_id', '=', userId)
          .where('plans.deleted_at', 'is', null)
          .select('plans.id')
          .orderBy('plans.id')
          .execute()
      : [{ id: link.plan_id }]
  await appendAudit(
    trx,
    plans.map(({ id }) => ({
      planId: id,
      at: now,
      actor,
      onBehalfOf: null,
      action,
      object: `userId=${userId} handedBy=${link.handed_by ?? ''}`,
      result: 'ok',
      origin,
    })),
  )
}
