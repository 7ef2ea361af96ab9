import { readChoices } from '#server/plans/agreement/requirement-choices.ts'
import type { PlanWriter } from '#server/plans/plan-writer.ts'
import { findPlan } from '#server/storage/find-plan.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { PlanRow, Storage } from '#server/storage/tables.ts'
import type { PlanRooms, PlanTurns } from '#server/sync/plan-rooms.ts'
import type { PlanStatus } from '#shared/agreement/status.ts'
import type { NewerForm } from '#shared/api/newer-form.ts'
import { AppError } from '#shared/errors.ts'
import type { Format } from '#shared/format/schema.ts'
import { limits } from '#shared/limits.ts'
import { withChoices } from '#shared/plan/chosen-requirements.ts'
import type { Problem } from '#shared/plan/content.ts'
import { type FormReading, formChangeInSteps } from '#shared/plan/form-change.ts'
import { findProblemsInSteps } from '#shared/plan/problems.ts'
import { readPlanInSteps } from '#shared/plan/read.ts'
import type { Summaries } from './summaries.ts'

export type NewerFormDeps = {
  db: Storage
  writer: PlanWriter
  formats: Formats
  rooms: Pick<PlanRooms, 'readInSteps'>
  turns: PlanTurns
  summaries: Pick<Summaries, 'changed'>
}

/**
 * In every other status people are asked about the plan, or agreed to it, in the terms of the form
 * that it follows.
 */
const isInUse = (status: PlanStatus): boolean => status !== 'concept'

/** `seq`: the state of the plan that this is about. */
type Found = { before: Format; after: Format; newer: NewerForm; seq: number }

/** What changes for a plan with the newest version of its form; null if it follows that already. */
export async function describeNewerForm(
  deps: NewerFormDeps,
  plan: PlanRow,
  userId: string,
): Promise<Found | null> {
  const { db, formats, rooms, turns } = deps
  const before = formats.find(plan.format_id, plan.format_version)
  const after = formats.find(plan.format_id)
  if (before === null || after === null) throw new AppError('plan-unreadable')
  if (after.version <= before.version) return null
  const [old, fresh] = await rooms.readInSteps(plan.id, plan.seq, function* (doc, at) {
    const contents = [
      yield* readPlanInSteps(doc, before, at),
      yield* readPlanInSteps(doc, after, at),
    ] as const
    return [
      { format: before, content: contents[0] },
      { format: after, content: contents[1] },
    ] satisfies FormReading[]
  })
  if (old === undefined || fresh === undefined) throw new Error('A plan was not read.')
  const change = await turns.take(userId, formChangeInSteps(old, fresh))
  const choices = await readChoices(db, plan.id)
  const found: Problem[][] = []
  for (const { format, content } of [old, fresh])
    found.push(await turns.take(userId, findProblemsInSteps(content, withChoices(format, choices))))
  const known = new Set(found[0]?.map(({ message }) => message))
  // A finding of many rows may say the same of each.
  const added = new Map((found[1] ?? []).map((problem) => [problem.message, problem]))
  const findings = [...added.values()].filter(({ message }) => !known.has(message))
  const { max } = limits.newFindingsShown
  return {
    before,
    after,
    seq: old.content.seq,
    newer: {
      from: before.version,
      to: after.version,
      ...change,
      findings: findings.slice(0, max).map(({ severity, message }) => ({ severity, message })),
      moreFindings: Math.max(0, findings.length - max),
      isInUse: isInUse(plan.status),
    },
  }
}

/**
 * Lets a plan follow this version of its form: one line in the trail, and not a letter of its
 * document or of an earlier version. Rejects with `form-current` when it is not the newest version
 * or the plan follows it, `form-in-use`, or `form-unfit` with what has no place in it.
 */
export async function followNewerForm(
  deps: NewerFormDeps,
  { planId, userId, version }: { planId: string; userId: string; version: number },
): Promise<void> {
  for (let left = limits.newerFormReadings.max; left > 0; left--)
    if (await tryToFollow(deps, { planId, userId, version })) {
      deps.summaries.changed(planId)
      return
    }
  throw new AppError('form-changed')
}

/** False when somebody wrote in the plan between the reading and the lock: what has no place may be new. */
async function tryToFollow(
  deps: NewerFormDeps,
  { planId, userId, version }: { planId: string; userId: string; version: number },
): Promise<boolean> {
  const found = await describeNewerForm(deps, await findPlan(deps.db, planId), userId)
  if (found === null || found.after.version !== version) throw new AppError('form-current')
  const { before, after, newer, seq } = found
  if (newer.obstacles.length > 0)
    throw new AppError('form-unfit', {
      fields: newer.obstacles.map(({ reason, label }) => ({ path: reason, message: label })),
    })
  return deps.writer.writePlan(planId, userId, async (tx, plan) => {
    if (plan.row.format_version !== before.version) throw new AppError('form-current')
    if (isInUse(plan.row.status)) throw new AppError('form-in-use')
    if (plan.row.document_seq > seq) return false
    await deps.formats.pinIn(tx, after)
    await tx
      .updateTable('plans')
      // Its summary was read by the earlier version.
      .set({ format_version: after.version, summary_seq: 0 })
      .where('id', '=', planId)
      .execute()
    await plan.append({ type: 'form.changed', from: before.version, to: after.version })
    return true
  })
}
