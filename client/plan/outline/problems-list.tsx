import { useState } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { readinessHeadline, severities, severityTexts } from '#client/text/problem-texts.ts'
import { Button } from '#client/ui/button.tsx'
import { useProblems } from '../problems.ts'
import './problems-list.css'
import { CheckList } from '#client/panels/readiness/check-list.tsx'
import { Dialog } from '#client/ui/dialog.tsx'
import { can } from '#shared/access.ts'
import type { CheckedProblem } from '#shared/plan/readiness.ts'

/** "Nog 4 punten en u kunt indienen": the open problems, each with its rule and a link to its place. */
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
                      {problem.message}
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

type CheckDialogProps = {
  isOpen: boolean
  onClose: () => void
  problems: readonly CheckedProblem[]
}

/** *Controleer voor indienen*: all problems, a link to each place, and reasons to overrule a problem. */
function CheckDialog({ isOpen, onClose, problems }: CheckDialogProps) {
  const { planId, role, goTo } = usePlanContext()
  return (
    <Dialog
      title={readinessHeadline(problems)}
      isOpen={isOpen}
      onClose={onClose}
      isWide
      actions={<Button onPress={onClose}>Sluiten</Button>}
    >
      <p>
        Deze controle kijkt naar de regels van het formulier. De lijst verandert mee terwijl u
        schrijft.
      </p>
      <CheckList
        planId={planId}
        problems={problems}
        canOverrule={can(role, 'manage')}
        onGo={(target) => {
          onClose()
          goTo(target)
        }}
      />
    </Dialog>
  )
}
