import { readOpenSessions } from '#server/auth/open-sessions.ts'
import type { Sessions } from '#server/auth/sessions.ts'
import type { RateLimit } from '#server/http/rate-limit.ts'
import type { Router } from '#server/http/router.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import { exportPerson } from '#server/plans/privacy/export-person.ts'
import type { Clock } from '#server/runtime.ts'
import type { Storage } from '#server/storage/tables.ts'
import { endSession, exportMyData, listSessions } from '#shared/api/my-data.ts'
import { AppError } from '#shared/errors.ts'

export type MyDataDependencies = {
  db: Storage
  clock: Clock
  sessions: Sessions
  reading: PlanReading
  /** Limited, because it reads every plan in which the user is linked. */
  limit: RateLimit
}

/** A user's own data and sessions. */
export function mountMyData(
  router: Router,
  { db, clock, sessions, reading, limit }: MyDataDependencies,
): void {
  router.signedIn(listSessions, async ({ actor }) => {
    const open = await readOpenSessions(db, { userId: actor.userId, now: clock.now() })
    return { sessions: open.map((one) => ({ ...one, isThis: one.id === actor.sessionId })) }
  })

  router.signedIn(endSession, async ({ actor, params: { sessionId } }) => {
    await sessions.write(async (trx, writer) => {
      const row = await trx
        .selectFrom('sessions')
        .select('id')
        .where('id', '=', sessionId)
        .where('user_id', '=', actor.userId)
        .executeTakeFirst()
      // Of another user, or ended: the same answer.
      if (row === undefined) throw new AppError('not-found')
      await writer.end({ kind: 'one', sessionId })
    })
    return {}
  })

  router.signedIn(exportMyData, async ({ actor }) => {
    limit.mustTake(actor.userId)
    return exportPerson(db, actor.userId, {
      now: clock.now(),
      async read(planId) {
        const plan = await db
          .selectFrom('plans')
          .select(['id', 'seq', 'format_id', 'format_version'])
          .where('id', '=', planId)
          .executeTakeFirst()
        return plan === undefined ? null : (await reading.content(plan, plan.seq)).content
      },
    })
  })
}
