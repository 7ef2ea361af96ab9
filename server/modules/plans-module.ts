import type { PlanDescription } from '#server/plans/describe-plan.ts'
import {
  type ChangesSinceVisitDependencies,
  mountChangesSinceVisit,
} from '#server/resources/changes-since-visit.ts'
import { mountFormats } from '#server/resources/formats.ts'
import { mountNewerForm, type NewerFormDependencies } from '#server/resources/newer-form.ts'
import { mountParts, type PartsDependencies } from '#server/resources/parts.ts'
import { mountPlans, type PlansDependencies } from '#server/resources/plans.ts'
import { mountReadiness, type ReadinessDependencies } from '#server/resources/readiness.ts'
import { mountRequirements, type RequirementsDependencies } from '#server/resources/requirements.ts'
import { mountSearch, type SearchDependencies } from '#server/resources/search.ts'
import { mountVersions, type VersionsDependencies } from '#server/resources/versions.ts'
import type { Module } from './module.ts'

/** Plans and their formats, whole or in parts; changes since a visit, readiness and versions. */
export function plansModule(
  needs: Omit<PlansDependencies, 'creation'> &
    PlansDependencies['creation'] &
    PartsDependencies &
    ChangesSinceVisitDependencies &
    ReadinessDependencies &
    RequirementsDependencies &
    NewerFormDependencies &
    SearchDependencies &
    VersionsDependencies & { description: PlanDescription },
): Module {
  const { writer, formats, turns, clock, ids } = needs
  return {
    routes(router) {
      mountFormats(router, { formats })
      mountPlans(router, { ...needs, creation: { writer, formats, turns, clock, ids } })
      mountParts(router, needs)
      mountChangesSinceVisit(router, needs)
      mountReadiness(router, needs)
      mountRequirements(router, needs)
      mountNewerForm(router, needs)
      mountSearch(router, needs)
      mountVersions(router, needs)
    },
  }
}
