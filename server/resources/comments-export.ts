import { writeCommentsCsv } from '#server/export/comments-csv.ts'
import { exportFileName } from '#server/export/file-name.ts'
import type { RateLimit } from '#server/http/rate-limit.ts'
import type { Router } from '#server/http/router.ts'
import { mustSeeComments } from '#server/plans/comment-access.ts'
import { threadPages } from '#server/plans/comments/thread-pages.ts'
import { readPersons } from '#server/plans/person-links.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import { findPlan } from '#server/storage/find-plan.ts'
import type { Storage } from '#server/storage/tables.ts'
import { exportComments } from '#shared/api/comments.ts'

export function mountCommentsExport(
  router: Router,
  {
    db,
    reading,
    limit,
  }: {
    db: Storage
    reading: PlanReading
    /** Limits exports per user. */
    limit: RateLimit
  },
): void {
  router.member(exportComments, async ({ planId, actor, membership }) => {
    limit.mustTake(actor.userId)
    await mustSeeComments(db, planId, membership.role)
    const plan = await findPlan(db, planId)
    const { parts } = membership
    const { content, format, whole } = await reading.content(plan, plan.seq, parts)
    const pages = threadPages(
      db,
      { planId, userId: actor.userId },
      { content, format, whole, parts },
    )
    const fileName = `reacties-${exportFileName(content, format, { version: null, kind: 'csv' })}`
    const persons = await readPersons(db, planId)
    return { fileName, bytes: writeCommentsCsv({ pages, content, format, persons }) }
  })
}
