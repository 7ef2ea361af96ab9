import { useChooseRequirement, useRequirements } from '#client/hooks/use-requirements.ts'
import { basisTexts } from '#client/text/problem-texts.ts'
import { QueryView } from '#client/ui/query-view.tsx'
import type { PlanRequirement } from '#shared/api/requirements.ts'
import { formatRecent } from '#shared/text/moment.ts'
import './requirements-list.css'
import '#client/ui/field.css'

type RequirementsListProps = { planId: string; canChoose: boolean }

/**
 * Which requirements are the form's and which are ours. About ours the coordinator chooses whether they hold up this plan;
 * everyone else sees the choice.
 */
export function RequirementsList({ planId, canChoose }: RequirementsListProps) {
  const requirements = useRequirements(planId)
  return (
    <details className="requirements">
      <summary className="requirements__summary">Wat is verplicht, en van wie is die eis?</summary>
      <QueryView query={requirements} loadingLabel="Bezig met ophalen van de eisen">
        {(listed) => (
          <>
            <h3 className="requirements__heading">Eisen van ons</h3>
            <p className="muted">
              Deze eisen staan niet in het formulier.{' '}
              {canChoose
                ? 'U kiest voor dit plan of ze verplicht zijn om in te dienen.'
                : 'De coördinator kiest of ze verplicht zijn om in te dienen.'}
            </p>
            <ul className="requirements__items">
              {listed
                .filter(({ basis }) => basis === 'ours')
                .map((requirement) => (
                  <OurRequirement
                    key={requirement.id}
                    planId={planId}
                    requirement={requirement}
                    canChoose={canChoose}
                  />
                ))}
            </ul>
            <h3 className="requirements__heading">Eisen van het formulier en van het indienen</h3>
            <p className="muted">Hierover kunt u niet kiezen.</p>
            <ul className="requirements__items">
              {listed
                .filter(({ basis }) => basis !== 'ours')
                .map((requirement) => (
                  <li key={requirement.id} className="requirements__item">
                    {requirement.label}
                    <small>
                      {basisTexts[requirement.basis]} {requirement.reason}
                      {requirement.before === 'agreement' &&
                        ' Dit is ook nodig om akkoord te vragen.'}
                    </small>
                  </li>
                ))}
            </ul>
          </>
        )}
      </QueryView>
    </details>
  )
}

type OurRequirementProps = { planId: string; requirement: PlanRequirement; canChoose: boolean }

function OurRequirement({ planId, requirement, canChoose }: OurRequirementProps) {
  const choose = useChooseRequirement(planId)
  const { id, label, reason, isRequired, chosen } = requirement
  const history =
    chosen === null
      ? 'Nog niemand heeft hierover gekozen.'
      : `Gekozen door ${chosen.by.name}, ${formatRecent(chosen.at, new Date())}.`
  return (
    <li className="requirements__item">
      {canChoose ? (
        <label className="check">
          <input
            type="checkbox"
            checked={isRequired}
            disabled={choose.isPending}
            onChange={(event) => choose.mutate({ id, isRequired: event.target.checked })}
          />
          <span>
            Verplicht: {label}
            <small>
              {reason} {history}
            </small>
          </span>
        </label>
      ) : (
        <>
          {label}: {isRequired ? 'verplicht' : 'niet verplicht'}
          <small>
            {reason} {history}
          </small>
        </>
      )}
      <div role="alert">
        {choose.isError && <p className="field__error">{choose.error.message}</p>}
      </div>
    </li>
  )
}
