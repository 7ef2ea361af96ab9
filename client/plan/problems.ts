import type { PlanRequirement } from '#shared/api/requirements.ts'
import type { Format } from '#shared/format/schema.ts'
import { requiredValues, withChoices } from '#shared/plan/chosen-requirements.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { findProblems } from '#shared/plan/problems.ts'
import { type CheckedProblem, type Overrule, withOverrules } from '#shared/plan/readiness.ts'
import { usePlanContext } from '../hooks/plan-context.ts'
import { useAgreement } from '../hooks/use-agreement.ts'
import { useOverrules } from '../hooks/use-overrules.ts'
import { useRequirements } from '../hooks/use-requirements.ts'
import { useSource } from '../hooks/use-source.ts'

/** Undefined until it is loaded; null if there is no round. */
type Missing = readonly string[] | null | undefined
type Found = {
  overrules: readonly Overrule[]
  requirements: readonly PlanRequirement[]
  missing: Missing
  problems: CheckedProblem[]
}

const found = new WeakMap<PlanContent, Found>()

/** `findProblems`, computed once per state of the plan for all components. They pass the same objects, so identity works as the key. */
function problemsOf(
  content: PlanContent,
  format: Format,
  { overrules, requirements, missing }: Omit<Found, 'problems'>,
): CheckedProblem[] {
  const known = found.get(content)
  if (
    known?.overrules === overrules &&
    known.requirements === requirements &&
    known.missing === missing
  )
    return known.problems
  const problems = withOverrules(
    findProblems(
      content,
      formAsChosen(format, requirements),
      missing === undefined ? undefined : { missingApprovals: missing },
    ),
    overrules,
  )
  found.set(content, { overrules, requirements, missing, problems })
  return problems
}

/** The form with the coordinator's choices about requirements of ours. */
function formAsChosen(format: Format, requirements: readonly PlanRequirement[]): Format {
  return withChoices(
    format,
    Object.fromEntries(requirements.map(({ id, isRequired }) => [id, isRequired])),
  )
}

const noOverrules: readonly Overrule[] = []
const noRequirements: readonly PlanRequirement[] = []

const all = () => true

/** The problems of the plan on the screen, with the reasons to overrule them; or a selected part of that. */
export function useProblems(
  isWanted: (problem: CheckedProblem) => boolean = all,
): CheckedProblem[] {
  const { planId, session, format, parts } = usePlanContext()
  // Reasons and approvals concern the whole plan, which a member of parts does not see.
  const isEnabled = parts === null
  const overrules = useOverrules(planId, { isEnabled }).data ?? noOverrules
  const requirements = useRequirements(planId, { isEnabled }).data ?? noRequirements
  const missing = useAgreement(planId, { isEnabled }).data?.missing
  return useSource(session.content, (content) =>
    problemsOf(content, format, { overrules, requirements, missing }).filter(isWanted),
  )
}

/** Whether a single value holds up this plan while it is empty. */
export function useIsRequired(id: string): boolean {
  const { planId, format, parts } = usePlanContext()
  const requirements = useRequirements(planId, { isEnabled: parts === null }).data ?? noRequirements
  return requiredValues(formAsChosen(format, requirements)).has(id)
}
