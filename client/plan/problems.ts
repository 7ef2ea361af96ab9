import { useMemo } from 'react'
import type { Format } from '#shared/format/schema.ts'
import type { PlanContent } from '#shared/plan/content.ts'
import { findProblems, type Situation } from '#shared/plan/problems.ts'
import { type CheckedProblem, type Overrule, withOverrules } from '#shared/plan/readiness.ts'
import { usePlanContext } from '../hooks/plan-context.ts'
import { useAgreement } from '../hooks/use-agreement.ts'
import { useOverrules } from '../hooks/use-overrules.ts'
import { useSource } from '../hooks/use-source.ts'

type Found = { overrules: readonly Overrule[]; situation: Situation | undefined; problems: CheckedProblem[] }

const found = new WeakMap<PlanContent, Found>()

/** `findProblems`, once for each state of the plan however many parts of the screen ask. */
function problemsOf(content: PlanContent, format: Format, overrules: readonly Overrule[], situation: Situation | undefined): CheckedProblem[] {
  const known = found.get(content)
  if (known?.overrules === overrules && known.situation === situation) return known.problems
  const problems = withOverrules(findProblems(content, format, situation), overrules)
  found.set(content, { overrules, situation, problems })
  return problems
}

const none: readonly Overrule[] = []

const all = () => true

/** What the rules find in the plan as it is on the screen now, with the reasons people gave; or only a part of that. */
export function useProblems(isWanted: (problem: CheckedProblem) => boolean = all): CheckedProblem[] {
  const { planId, session, format } = usePlanContext()
  const overrules = useOverrules(planId).data ?? none
  const { data: agreement } = useAgreement(planId)
  const situation = useMemo((): Situation | undefined => (agreement === undefined ? undefined : { missingApprovals: agreement.missing }), [agreement])
  return useSource(session.content, (content) => problemsOf(content, format, overrules, situation).filter(isWanted))
}
