import type { Router } from '#server/http/router.ts'
import {
  chooseRequirement as choose,
  readChoiceRows,
} from '#server/plans/agreement/requirement-choices.ts'
import { namesOf } from '#server/plans/names-of.ts'
import type { OverruleDeps } from '#server/plans/readiness/overrules.ts'
import { findPlan } from '#server/storage/find-plan.ts'
import type { Formats } from '#server/storage/formats.ts'
import {
  chooseRequirement,
  listRequirements,
  type PlanRequirement,
} from '#shared/api/requirements.ts'
import { AppError } from '#shared/errors.ts'
import type { Format } from '#shared/format/schema.ts'
import { isRequired } from '#shared/plan/chosen-requirements.ts'

export type RequirementsDependencies = OverruleDeps & { formats: Formats }

/** The requirements of a plan's form, and the choices of its coordinator about ours. */
export function mountRequirements(
  router: Router,
  { formats, ...given }: RequirementsDependencies,
): void {
  const { db } = given

  async function formatOf(planId: string): Promise<Format> {
    const plan = await findPlan(db, planId)
    const format = formats.find(plan.format_id, plan.format_version)
    if (format === null) throw new AppError('plan-unreadable')
    return format
  }

  async function listed(planId: string): Promise<{ requirements: PlanRequirement[] }> {
    const { requirements } = await formatOf(planId)
    const rows = await readChoiceRows(db, planId)
    const names = await namesOf(
      db,
      rows.map((row) => row.user_id),
    )
    const choices = Object.fromEntries(rows.map((row) => [row.requirement, row.is_required === 1]))
    return {
      requirements: requirements.map((requirement) => {
        const row = rows.find((one) => one.requirement === requirement.id)
        return {
          ...requirement,
          isRequired: isRequired(requirement, choices),
          chosen:
            row === undefined
              ? null
              : {
                  by: { id: row.user_id, name: names.get(row.user_id) ?? 'Onbekend' },
                  at: new Date(row.at).toISOString(),
                },
        }
      }),
    }
  }

  router.member(listRequirements, ({ planId }) => listed(planId))

  router.member(chooseRequirement, async ({ planId, params, actor, body }) => {
    await choose(
      given,
      {
        planId,
        userId: actor.userId,
        requirementId: params.requirementId,
        isRequired: body.isRequired,
      },
      await formatOf(planId),
    )
    return listed(planId)
  })
}
