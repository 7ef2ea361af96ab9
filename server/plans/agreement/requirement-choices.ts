import type { PlanWriter } from '#server/plans/plan-writer.ts'
import type { Clock, Ids } from '#server/runtime.ts'
import type { RequirementChoicesTable } from '#server/storage/tables/requirements.ts'
import type { Storage, StorageTransaction } from '#server/storage/tables.ts'
import type { PlanTurns } from '#server/sync/plan-rooms.ts'
import { isEnded } from '#shared/agreement/status.ts'
import { AppError } from '#shared/errors.ts'
import type { Format } from '#shared/format/schema.ts'
import {
  beforeAgreement,
  type RequirementChoices,
  withChoices,
} from '#shared/plan/chosen-requirements.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { findProblemsInSteps } from '#shared/plan/problems.ts'
import { digestOfChoice } from './row-digests.ts'

/** The choices that count: the last row of each requirement. */
export async function readChoiceRows(
  db: Storage | StorageTransaction,
  planId: string,
): Promise<RequirementChoicesTable[]> {
  const rows = await db
    .selectFrom('requirement_choices')
    .selectAll()
    .where('plan_id', '=', planId)
    .orderBy('seq')
    .execute()
  return [...new Map(rows.map((row) => [row.requirement, row])).values()]
}

export async function readChoices(
  db: Storage | StorageTransaction,
  planId: string,
): Promise<RequirementChoices> {
  const rows = await readChoiceRows(db, planId)
  return Object.fromEntries(rows.map((row) => [row.requirement, row.is_required === 1]))
}

type Choice = { planId: string; userId: string; requirementId: string; isRequired: boolean }

/**
 * Stores whether a requirement of ours holds up this plan. Rejects with `requirement-fixed` for a
 * requirement of the source. The same choice again writes nothing.
 */
export async function chooseRequirement(
  { writer, clock, ids }: { writer: PlanWriter; clock: Clock; ids: Ids },
  { planId, userId, requirementId, isRequired }: Choice,
  format: Format,
): Promise<void> {
  const requirement = format.requirements.find(({ id }) => id === requirementId)
  if (requirement === undefined) throw new AppError('not-found')
  if (requirement.basis !== 'ours') throw new AppError('requirement-fixed')
  await writer.writePlan(planId, userId, async (tx, plan) => {
    if (plan.row.status === 'submitted') throw new AppError('already-submitted')
    if (isEnded(plan.row.status)) throw new AppError('plan-ended')
    const now = (await readChoices(tx, planId))[requirementId] ?? requirement.isRequired
    if (now === isRequired) return
    const row = {
      id: ids.next(),
      plan_id: planId,
      requirement: requirementId,
      is_required: isRequired ? 1 : 0,
      user_id: userId,
      at: clock.now(),
    }
    const { seq } = await plan.append({
      type: 'requirement.chosen',
      requirement: requirementId,
      isRequired,
      digest: digestOfChoice(row),
    })
    await tx
      .insertInto('requirement_choices')
      .values({ ...row, seq })
      .execute()
  })
}

/**
 * Rejects with `not-presentable` and the names of the requirements that a version has to meet
 * before anyone is asked to agree with it.
 */
export async function mustMeetRequirements(
  { db, turns }: { db: Storage; turns: PlanTurns },
  { planId, userId }: { planId: string; userId: string },
  { content, format }: { content: PlanContent; format: Format },
): Promise<void> {
  const checked = withChoices(format, await readChoices(db, planId))
  const problems = await turns.take(userId, findProblemsInSteps(content, checked))
  const left = beforeAgreement(problems, checked)
  if (left.length > 0)
    throw new AppError('not-presentable', {
      fields: left.map(({ rule, message }) => ({ path: rule, message })),
    })
}
