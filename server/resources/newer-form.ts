import type { Router } from '#server/http/router.ts'
import type { PlanDescription } from '#server/plans/describe-plan.ts'
import {
  describeNewerForm,
  followNewerForm as follow,
  type NewerFormDeps,
} from '#server/plans/newer-form.ts'
import { followNewerForm, getNewerForm } from '#shared/api/newer-form.ts'

export type NewerFormDependencies = NewerFormDeps & { description: PlanDescription }

/** A newer version of the form that a plan follows: what it changes, and following it. */
export function mountNewerForm(
  router: Router,
  { description, ...given }: NewerFormDependencies,
): void {
  router.member(getNewerForm, async ({ planId, actor }) => ({
    newer:
      (await describeNewerForm(given, await description.find(planId), actor.userId))?.newer ?? null,
  }))

  router.member(followNewerForm, async ({ planId, actor, membership, body }) => {
    await follow(given, { planId, userId: actor.userId, version: body.version })
    return description.plan(planId, membership)
  })
}
