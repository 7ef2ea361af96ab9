import { useState } from 'react'
import { usePlanContext } from '../../hooks/plan-context.ts'
import { CheckDialog } from '../../panels/readiness/check-dialog.tsx'
import { readinessHeadline, severities, severityTexts } from '../../text/problem-texts.ts'
import { Button } from '../../ui/button.tsx'
import { useProblems } from '../problems.ts'
import './problems-list.css'

/** "Nog 4 punten tot indienbaar", and which, each with the rule it comes from and the way to the place. */
export function ProblemsList() {
  const { goTo } = usePlanContext()
  const [isOpen, setOpen] = useState(false)
  const [isChecking, setChecking] = useState(false)
  const problems = useProblems()
  const open = problems.filter((problem) => problem.overrule === null)
  return (
    <>
      <details
        className="problems"
        open={isOpen}
        onToggle={(event) => setOpen(event.currentTarget.open)}
      >
        <summary className="problems__summary">{readinessHeadline(problems)}</summary>
        {isOpen && open.length === 0 && (
          <p className="problems__none">Alle regels van het formulier zijn in orde.</p>
        )}
        {(isOpen ? severities : []).map((severity) => {
          const here = open.filter((problem) => problem.severity === severity)
          if (here.length === 0) return null
          return (
            <div key={severity}>
              <h3 className="problems__heading">
                {severityTexts[severity].label} ({here.length})
              </h3>
              <ul className="problems__list">
                {here.map((problem) => (
                  <li key={problem.key} className={`problems__item problems__item--${severity}`}>
                    <span className="problems__sign" aria-hidden="true">
                      {severityTexts[severity].sign}
                    </span>
                    <button
                      type="button"
                      className="problems__link"
                      onClick={() => goTo(problem.target)}
                    >
                      {problem.message} <small>{problem.rule}</small>
                    </button>
                  </li>
                ))}
              </ul>
            </div>
          )
        })}
      </details>
      <div className="problems__check">
        <Button onPress={() => setChecking(true)}>Controleer voor indienen</Button>
      </div>
      <CheckDialog isOpen={isChecking} onClose={() => setChecking(false)} problems={problems} />
    </>
  )
}
