import { useState } from 'react'
import { usePlanContext } from '../../hooks/plan-context.ts'
import { useSource } from '../../hooks/use-source.ts'
import { problemHeadline, problemsOf, severities, severityTexts } from '../problems.ts'

/** "Nog 4 punten tot indienbaar", and which, each with the rule it comes from and the way to the place. */
export function ProblemsList() {
  const { session, format, goTo } = usePlanContext()
  const [isOpen, setOpen] = useState(false)
  const problems = useSource(session.content, (content) => problemsOf(content, format))
  return (
    <details className="problems" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="problems__summary">
        {problemHeadline(problems)}
        {problems.length > 0 && <span className="problems__count"> ({problems.length})</span>}
      </summary>
      {isOpen && problems.length === 0 && <p className="problems__none">Alle regels van het formulier zijn in orde.</p>}
      {(isOpen ? severities : []).map((severity) => {
        const here = problems.filter((problem) => problem.severity === severity)
        if (here.length === 0) return null
        return (
          <div key={severity} className="problems__group">
            <h3 className="problems__heading">
              {severityTexts[severity].label} ({here.length})
            </h3>
            <ul className="problems__list">
              {here.map((problem) => (
                <li key={`${problem.rule} ${JSON.stringify(problem.target)} ${problem.message}`} className={`problems__item problems__item--${severity}`}>
                  <span className="problems__sign" aria-hidden="true">
                    {severityTexts[severity].sign}
                  </span>
                  <button type="button" className="problems__link" onClick={() => goTo(problem.target)}>
                    {problem.message} <small>{problem.rule}</small>
                  </button>
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </details>
  )
}
