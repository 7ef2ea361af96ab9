import type { RateLimit } from '#server/http/rate-limit.ts'
import type { Router } from '#server/http/router.ts'
import type { Importer } from '#server/import/importer.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import { findPlan } from '#server/storage/find-plan.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { Storage } from '#server/storage/tables.ts'
import { importForNewPlan, importIntoPlan } from '#shared/api/imports.ts'
import { emptyPlan } from '#shared/import/empty-plan.ts'
import { proposeImport } from '#shared/import/propose.ts'

export type ImportsDependencies = {
  db: Storage
  reading: PlanReading
  formats: Formats
  importer: Importer
  /** Reading a file takes a second of processor time, so it is limited per user. */
  limit: RateLimit
}

/** Reads and proposes; accepted changes arrive as ordinary edits of the user who accepted them. */
export function mountImports(
  router: Router,
  { db, reading, formats, importer, limit }: ImportsDependencies,
): void {
  router.member(importIntoPlan, async ({ planId, actor, file, signal }) => {
    limit.mustTake(actor.userId)
    const plan = await findPlan(db, planId)
    const { content, format } = await reading.content(plan, plan.seq)
    const found = await importer.read(file, format, { person: actor.userId, signal })
    const { comparison, unplaced, sums } = proposeImport(found, content, format)
    return { found, comparison, unplaced, sums }
  })

  router.signedIn(importForNewPlan, async ({ actor, file, signal }) => {
    limit.mustTake(actor.userId)
    const { format, found } = await importer.recognize(file, formats.newest(), {
      person: actor.userId,
      signal,
    })
    const { comparison, unplaced, sums } = proposeImport(found, emptyPlan(format), format)
    return { found, comparison, unplaced, sums }
  })
}
