import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { findProblems } from '#shared/plan/problems.ts'
import { type CheckedProblem, type Overrule, withOverrules } from '#shared/plan/readiness.ts'
import { usePlanContext } from '../hooks/plan-context.ts'
import { useAgreement } from '../hooks/use-agreement.ts'
import { useOverrules } from '../hooks/use-overrules.ts'
import { useSource } from '../hooks/use-source.ts'

/** Undefined until it is loaded; null if there is no round. */
type Missing = readonly string[] | null | undefined
type Found = { overrules: readonly Overrule[]; missing: Missing; problems: CheckedProblem[] }

const found = new WeakMap<PlanContent, Found>()

/** `findProblems`, computed once per state of the plan for all components. They pass the same objects, so identity works as the key. */
function problemsOf(
  content: PlanContent,
  format: Format,
  overrules: readonly Overrule[],
  missing: Missing,
): CheckedProblem[] {
  const known = found.get(content)
  if (known?.overrules === overrules && known.missing === missing) return known.problems
  const problems = withOverrules(
    findProblems(
      content,
      format,
      missing === undefined ? undefined : { missingApprovals: missing },
    ),
    overrules,
  )
  found.set(content, { overrules, missing, problems })
  return problems
}

const none: readonly Overrule[] = []

const all = () => true

/** The problems of the plan on the screen, with the reasons to overrule them; or a selected part of that. */
export function useProblems(
  isWanted: (problem: CheckedProblem) => boolean = all,
): CheckedProblem[] {
  const { planId, session, format, parts } = usePlanContext()
  // Reasons and approvals concern the whole plan, which a member of parts does not see.
  const isEnabled = parts === null
  const overrules = useOverrules(planId, { isEnabled }).data ?? none
  const missing = useAgreement(planId, { isEnabled }).data?.missing
  return useSource(session.content, (content) =>
    problemsOf(content, format, overrules, missing).filter(isWanted),
  )
}
