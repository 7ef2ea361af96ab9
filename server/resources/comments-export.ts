import { writeCommentsCsv } from '#server/export/comments-csv.ts'
import { exportFileName } from '#server/export/file-name.ts'
import type { Router } from '#server/http/route.ts'
import { mustSeeComments } from '#server/plans/comments/read-threads.ts'
import { shownThreads } from '#server/plans/comments/shown-threads.ts'
import { readPersons } from '#server/plans/person-links.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import type { Storage } from '#server/storage/tables.ts'
import { exportComments } from '#shared/api/comments.ts'
import { AppError } from '#shared/errors.ts'

export function mountCommentsExport(
  router: Router,
  { db, reading }: { db: Storage; reading: PlanReading },
): void {
  router.member(exportComments, async ({ planId, actor, membership }) => {
    await mustSeeComments(db, planId, membership.role)
    const plan = await db
      .selectFrom('plans')
      .selectAll()
      .where('id', '=', planId)
      .executeTakeFirst()
    if (plan === undefined) throw new AppError('plan-not-found')
    const { parts } = membership
    const { content, format } = await reading.content(plan, plan.seq, parts)
    const threads = await shownThreads({ db, reading }, { planId, userId: actor.userId, parts })
    const fileName = `reacties-${exportFileName(content, { version: null, kind: 'csv' })}`
    return {
      fileName,
      bytes: writeCommentsCsv({ threads, content, format, persons: await readPersons(db, planId) }),
    }
  })
}
