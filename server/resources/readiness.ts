import type { Router } from '#server/http/router.ts'
import { readChoices } from '#server/plans/agreement/requirement-choices.ts'
import { missingApprovals } from '#server/plans/agreement/rounds.ts'
import type { PlanReading } from '#server/plans/plan-reading.ts'
import {
  type OverruleDeps,
  overrule,
  readOverrules,
  removeOverrule,
} from '#server/plans/readiness/overrules.ts'
import { findPlan } from '#server/storage/find-plan.ts'
import type { PlanTurns } from '#server/sync/plan-rooms.ts'
import {
  createOverrule,
  getProblems,
  listOverrules,
  withdrawOverrule,
} from '#shared/api/readiness.ts'
import { withChoices } from '#shared/plan/chosen-requirements.ts'
import type { Problem } from '#shared/plan/content.ts'
import { findProblemsInSteps } from '#shared/plan/problems.ts'
import { pointsLeft, withOverrules } from '#shared/plan/readiness.ts'

export type ReadinessDependencies = OverruleDeps & {
  reading: PlanReading
  turns: PlanTurns
}

export function mountReadiness(
  router: Router,
  { reading, turns, ...overruling }: ReadinessDependencies,
): void {
  const { db } = overruling

  async function problemsNow(planId: string, userId: string): Promise<Problem[]> {
    const plan = await findPlan(db, planId)
    const { content, format } = await reading.content(plan, plan.seq)
    const situation = { missingApprovals: await missingApprovals(db, plan) }
    const checked = withChoices(format, await readChoices(db, planId))
    return await turns.take(userId, findProblemsInSteps(content, checked, situation))
  }

  router.member(getProblems, async ({ planId, actor }) => {
    const problems = withOverrules(
      await problemsNow(planId, actor.userId),
      await readOverrules(db, planId),
    )
    const count = (severity: Problem['severity']) =>
      problems.filter((problem) => problem.severity === severity).length
    return {
      problems,
      counts: { block: count('block'), warn: count('warn'), info: count('info') },
      pointsLeft: pointsLeft(problems).length,
    }
  })

  router.member(listOverrules, async ({ planId }) => ({
    overrules: await readOverrules(db, planId),
  }))

  router.member(createOverrule, async ({ planId, actor, body }) => {
    const id = await overrule(overruling, {
      planId,
      userId: actor.userId,
      ...body,
      problems: await problemsNow(planId, actor.userId),
    })
    const made = (await readOverrules(db, planId)).find((candidate) => candidate.id === id)
    // Another coordinator may have given another reason meanwhile: then that one counts.
    return (
      made ?? {
        id,
        key: body.key,
        reason: body.reason,
        by: { id: actor.userId, name: actor.name },
        at: new Date(overruling.clock.now()).toISOString(),
      }
    )
  })

  router.member(withdrawOverrule, async ({ planId, params, actor }) => {
    await removeOverrule(overruling, {
      planId,
      userId: actor.userId,
      overruleId: params.overruleId,
    })
    return {}
  })
}
