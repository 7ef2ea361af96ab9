import type { Clock, Ids } from '#server/runtime.ts'
import type { Formats } from '#server/storage/formats.ts'
import type { PlanTurns } from '#server/sync/plan-rooms.ts'
import type { CreatePlan } from '#shared/api/plans.ts'
import { AppError } from '#shared/errors.ts'
import { mustBeUnder } from '#shared/limits.ts'
import { seedInSteps } from '#shared/plan/seed.ts'
import { readFacts } from '#shared/plan/summary.ts'
import { keepMeetings, keepTasks } from './kept-rows.ts'
import type { PlanWriter } from './plan-writer.ts'
import { mustHaveRoom } from './quotas.ts'
import { recordNotBsn } from './record-not-bsn.ts'
import { toColumns } from './summaries.ts'

export type PlanCreation = {
  writer: PlanWriter
  formats: Formats
  turns: PlanTurns
  clock: Clock
  ids: Ids
}

/**
 * Makes a plan in one transaction: the plan, its maker as coordinator, the pinned form, and the
 * seed as the first entries of its log. The seed is made before the transaction, in slices, because
 * a transaction blocks all other writes. Returns the id. Rejects with `format-unknown`,
 * `invalid-values` or `plan-full`.
 */
export async function createPlan(
  { writer, formats, turns, clock, ids }: PlanCreation,
  userId: string,
  { format: formatId, notBsn, ...input }: CreatePlan,
): Promise<string> {
  const format = formats.find(formatId)
  if (format === null) throw new AppError('format-unknown')
  const rows = Object.values(input.tables ?? {}).reduce((sum, { length }) => sum + length, 0)
  mustBeUnder('rowsPerPlan', rows - 1)
  const { state: update, answer: facts } = await turns.make(userId, function* (doc) {
    yield* seedInSteps(doc, { format, input, newRowId: ids.next })
    return yield* readFacts(doc, format)
  })
  mustBeUnder('planBytes', update.byteLength - 1)
  const planId = ids.next()
  const epoch = ids.next()
  await writer.writeNewPlan(planId, userId, async (tx, plan) => {
    const now = clock.now()
    await mustHaveRoom(tx, 'plans', { id: '', now })
    await mustHaveRoom(tx, 'plansPerPerson', { id: userId, now })
    await formats.pinIn(tx, format)
    await tx
      .insertInto('plans')
      .values({
        id: planId,
        format_id: format.id,
        format_version: format.version,
        status: 'concept',
        epoch,
        created_at: now,
        created_by: userId,
        changed_at: now,
        asks_kept_at: now,
        ...toColumns(facts, 2),
      })
      .execute()
    await keepTasks(tx, planId, { tasks: facts.tasks, now })
    await keepMeetings(tx, planId, facts.meetings)
    await tx
      .insertInto('members')
      .values({
        plan_id: planId,
        user_id: userId,
        role: 'coordinator',
        discipline: null,
        added_at: now,
      })
      .execute()
    if (notBsn !== undefined)
      await recordNotBsn(tx, {
        id: ids.next(),
        plan_id: planId,
        user_id: userId,
        at: now,
        place: 'Het hele plan',
        reason: notBsn,
      })
    await plan.appendAll([
      { by: userId, body: { kind: 'event', event: { type: 'plan.created' } } },
      // The seed has no author: a plan that nobody edited has no last author.
      { by: null, body: { kind: 'update', update } },
    ])
  })
  return planId
}
