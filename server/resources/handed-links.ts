import { plansOfLink } from '#server/auth/handed-links.ts'
import { markMergeTold, readMergeNotices } from '#server/auth/merging/merge-proposals.ts'
import type { SignInLinks } from '#server/auth/sign-in-links.ts'
import { findUserByEmail } from '#server/auth/users.ts'
import type { Router } from '#server/http/router.ts'
import type { SharedRates } from '#server/http/shared-rates.ts'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import type { Clock } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import { makeLinkForAnyone, makeMemberLink } from '#shared/api/handed-links.ts'
import { listNotices, readNotice } from '#shared/api/me.ts'
import { AppError } from '#shared/errors.ts'
import { markNoticeSeen, readNotices } from './handed-links-queries.ts'

export type HandedLinksDependencies = {
  db: Storage
  writer: PlanWriter
  links: SignInLinks
  rates: SharedRates
  clock: Clock
}

/**
 * Links into another user's account, for installations without mail; and the notice to that user
 * when a link was used.
 */
export function mountHandedLinks(
  router: Router,
  { db, writer, links, rates, clock }: HandedLinksDependencies,
): void {
  const limit = rates.of('handedLinks')

  router.member(makeMemberLink, async ({ planId, params, actor }) => {
    await limit.mustTake(actor.userId)
    return writer.writePlan(planId, actor.userId, async (tx, plan) => {
      const person = await tx
        .selectFrom('members')
        .innerJoin('user', 'user.id', 'members.user_id')
        .where('members.plan_id', '=', planId)
        .where('members.user_id', '=', params.userId)
        .select(['user.id', 'user.name'])
        .executeTakeFirst()
      if (person === undefined) throw new AppError('member-not-found')
      const { url, expiresAt } = await links.handTo(tx, [plan], {
        userId: person.id,
        by: actor,
        planId,
      })
      return { url, expiresAt: new Date(expiresAt).toISOString(), person }
    })
  })

  router.admin(makeLinkForAnyone, async ({ actor, body }) => {
    await limit.mustTake(actor.userId)
    const person = await findUserByEmail(db, body.email)
    if (person === undefined) throw new AppError('person-not-found')
    const { id, name } = person
    const { url, expiresAt } = await writer.writePlans(
      (tx) => plansOfLink(tx, { planId: null, userId: id }),
      actor.userId,
      (tx, plans) => links.handTo(tx, plans, { userId: id, by: actor, planId: null }),
    )
    return { url, expiresAt: new Date(expiresAt).toISOString(), person: { id, name } }
  })

  router.signedIn(listNotices, async ({ actor }) => ({
    notices: [...(await readNotices(db, actor)), ...(await readMergeNotices(db, actor))],
  }))

  router.signedIn(readNotice, async ({ actor, params }) => {
    const { noticeId } = params
    const now = clock.now()
    if (!(await markMergeTold(db, actor, { mergeId: noticeId, now })))
      await markNoticeSeen(db, actor, { linkId: noticeId, now })
    return {}
  })
}
