import * as panelText from '#client/text/panels.ts'
import { severities, severityTexts } from '#client/text/problem-texts.ts'
import type { Target } from '#shared/plan/content.ts'
import type { CheckedProblem } from '#shared/plan/readiness.ts'
import { CheckItem } from './check-item.tsx'
import { RequirementsList } from './requirements-list.tsx'
import './check-list.css'

type CheckListProps = {
  planId: string
  problems: readonly CheckedProblem[]
  canOverrule: boolean
  onGo: (target: Target) => void
}

/** All findings, and below them which requirements are the form's and which are ours. */
export function CheckList(props: CheckListProps) {
  const { planId, problems, canOverrule } = props
  return (
    <>
      {problems.length === 0 ? <p>{panelText.rulesInOrder}</p> : <Findings {...props} />}
      <RequirementsList planId={planId} canChoose={canOverrule} />
    </>
  )
}

function Findings({ planId, problems, canOverrule, onGo }: CheckListProps) {
  return severities.map((severity) => {
    const here = problems.filter((problem) => problem.severity === severity)
    const texts = severityTexts[severity]
    if (here.length === 0) return null
    return (
      <section key={severity}>
        <h3 className="check-list__title">
          {texts.label} ({here.length})
        </h3>
        <p className="muted">{texts.explanation}</p>
        <ul className="check-list__items">
          {here.map((problem) => (
            <CheckItem
              key={problem.key}
              planId={planId}
              problem={problem}
              canOverrule={canOverrule}
              onGo={onGo}
            />
          ))}
        </ul>
      </section>
    )
  })
}
