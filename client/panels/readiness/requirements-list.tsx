import { useChooseRequirement, useRequirements } from '#client/hooks/use-requirements.ts'
import { formatRecent } from '#client/text/moment.ts'
import * as panelText from '#client/text/panels.ts'
import { basisTexts } from '#client/text/problem-texts.ts'
import { QueryView } from '#client/ui/query-view.tsx'
import type { PlanRequirement } from '#shared/api/requirements.ts'
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
      <summary className="requirements__summary">{panelText.requirementsTitle}</summary>
      <QueryView query={requirements} loadingLabel={panelText.requirementsLoading}>
        {(listed) => (
          <>
            <h3 className="requirements__heading">{panelText.ourRequirements}</h3>
            <p className="muted">{panelText.ourRequirementsText(canChoose)}</p>
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
            <h3 className="requirements__heading">{panelText.otherRequirements}</h3>
            <p className="muted">{panelText.otherRequirementsText}</p>
            <ul className="requirements__items">
              {listed
                .filter(({ basis }) => basis !== 'ours')
                .map((requirement) => (
                  <li key={requirement.id} className="requirements__item">
                    {requirement.label}
                    <small>
                      {[
                        basisTexts[requirement.basis],
                        requirement.reason,
                        requirement.before === 'agreement' ? panelText.neededForAgreement : '',
                      ]
                        .filter((part) => part !== '')
                        .join(' ')}
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
      ? panelText.nobodyChose
      : panelText.chosenBy(chosen.by.name, formatRecent(chosen.at, new Date()))
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
            {panelText.isRequired(label)}
            <small>{`${reason} ${history}`}</small>
          </span>
        </label>
      ) : (
        <>
          {isRequired ? panelText.required(label) : panelText.notRequired(label)}
          <small>{`${reason} ${history}`}</small>
        </>
      )}
      <div role="alert">
        {choose.isError && <p className="field__error">{choose.error.message}</p>}
      </div>
    </li>
  )
}
