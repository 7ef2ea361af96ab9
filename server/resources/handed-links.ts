import type { SignInLinks } from '#server/auth/sign-in-links.ts'
import { findUserByEmail } from '#server/auth/users.ts'
import { createRateLimit } from '#server/http/rate-limit.ts'
import type { Router } from '#server/http/route.ts'
import type { Clock } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import { makeAnyonesLink, makeMemberLink } from '#shared/api/handed-links.ts'
import { listNotices, readNotice } from '#shared/api/me.ts'
import { AppError } from '#shared/errors.ts'
import { readNotices, tellNotice } from './handed-links-queries.ts'

export type HandedLinksDependencies = { db: Storage; links: SignInLinks; clock: Clock }

/** Links into another's account, for installations without mail; and how that person hears that one was used. */
export function mountHandedLinks(
  router: Router,
  { db, links, clock }: HandedLinksDependencies,
): void {
  const limit = createRateLimit({ clock, limit: 'handedLinks' })

  router.member(makeMemberLink, async ({ planId, params, actor }) => {
    limit.mustTake(actor.userId)
    return db.transaction().execute(async (trx) => {
      const person = await trx
        .selectFrom('members')
        .innerJoin('user', 'user.id', 'members.user_id')
        .where('members.plan_id', '=', planId)
        .where('members.user_id', '=', params.userId)
        .select(['user.id', 'user.name'])
        .executeTakeFirst()
      if (person === undefined) throw new AppError('member-not-found')
      const { url, expiresAt } = await links.handTo(trx, {
        userId: person.id,
        by: actor,
        planId,
      })
      return { url, expiresAt: new Date(expiresAt).toISOString(), person }
    })
  })

  router.admin(makeAnyonesLink, async ({ actor, body }) => {
    limit.mustTake(actor.userId)
    return db.transaction().execute(async (trx) => {
      const person = await findUserByEmail(trx, body.email)
      if (person === undefined) throw new AppError('person-not-found')
      const { url, expiresAt } = await links.handTo(trx, {
        userId: person.id,
        by: actor,
        planId: null,
      })
      const { id, name } = person
      return { url, expiresAt: new Date(expiresAt).toISOString(), person: { id, name } }
    })
  })

  router.signedIn(listNotices, async ({ actor }) => ({ notices: await readNotices(db, actor) }))

  router.signedIn(readNotice, async ({ actor, params }) => {
    await tellNotice(db, actor, { linkId: params.noticeId, now: clock.now() })
    return {}
  })
}
