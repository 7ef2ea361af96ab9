import { useId, useState } from 'react'
import { useBegunText } from '#client/hooks/use-begun-text.ts'
import { useOverrule } from '#client/hooks/use-overrules.ts'
import * as actionText from '#client/text/actions.ts'
import { formatRecent } from '#client/text/moment.ts'
import * as panelText from '#client/text/panels.ts'
import { basisTexts, severityTexts } from '#client/text/problem-texts.ts'
import { Button } from '#client/ui/button.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import type { Target } from '#shared/plan/content.ts'
import { type CheckedProblem, canBeOverruled } from '#shared/plan/readiness.ts'
import './check-item.css'
import '#client/ui/field.css'

type CheckItemProps = {
  planId: string
  problem: CheckedProblem
  canOverrule: boolean
  onGo: (target: Target) => void
}

/** One finding, with a link to its place and the reason for which it may stay. */
export function CheckItem({ planId, problem, canOverrule, onGo }: CheckItemProps) {
  const { severity, message, target, overrule } = problem
  const { takeBack } = useOverrule(planId)
  const [isAsking, setAsking] = useState(false)
  const isSettled = overrule !== null
  return (
    <li className={`check-item check-item--${isSettled ? 'settled' : severity}`}>
      <span className="check-item__sign" aria-hidden="true">
        {isSettled ? '✓' : severityTexts[severity].sign}
      </span>
      <div>
        <p>{message}</p>
        {problem.requirement?.basis === 'ours' && <p className="muted">{basisTexts.ours}</p>}
        {overrule !== null && (
          <p className="check-item__reason">
            <strong>{panelText.staysSo}</strong> {overrule.reason}{' '}
            <span className="muted">
              {overrule.by.name}, {formatRecent(overrule.at, new Date())}
            </span>
          </p>
        )}
        <div className="button-row check-item__actions">
          {target.kind !== 'plan' && (
            <Button
              kind="quiet"
              onPress={() => onGo(target)}
              aria-label={panelText.goToPartOf(message)}
            >
              {panelText.goToPart}
            </Button>
          )}
          {canOverrule && overrule === null && canBeOverruled(problem) && !isAsking && (
            <Button
              kind="quiet"
              onPress={() => setAsking(true)}
              aria-label={panelText.keepSoOf(message)}
            >
              {panelText.keepSo}
            </Button>
          )}
          {canOverrule && overrule !== null && (
            <Button
              kind="quiet"
              isPending={takeBack.isPending}
              onPress={() => takeBack.mutate(overrule.id)}
              aria-label={panelText.withdrawReasonOf(message)}
            >
              {panelText.withdrawReason}
            </Button>
          )}
        </div>
        <div role="alert">
          {takeBack.isError && <p className="field__error">{takeBack.error.message}</p>}
        </div>
        {isAsking && !isSettled && (
          <ReasonForm planId={planId} problemKey={problem.key} onClose={() => setAsking(false)} />
        )}
      </div>
    </li>
  )
}

function ReasonForm({
  planId,
  problemKey,
  onClose,
}: {
  planId: string
  problemKey: string
  onClose: () => void
}) {
  const id = useId()
  const { give } = useOverrule(planId)
  const begun = useBegunText(`${planId}/overrule/${problemKey}`)
  const { text: reason, setText: setReason } = begun
  const [isEmpty, setEmpty] = useState(false)
  const error = isEmpty ? panelText.giveReason : give.error?.message
  return (
    <form
      noValidate
      className="check-item__form"
      onSubmit={(event) => {
        event.preventDefault()
        setEmpty(reason.trim().length < 3)
        if (reason.trim().length >= 3)
          give.mutate(
            { key: problemKey, reason },
            {
              onSuccess: () => {
                begun.forget()
                onClose()
              },
            },
          )
      }}
    >
      <TextField
        id={id}
        label={panelText.whyKeepSo}
        description={panelText.reasonIsKept}
        isRequired
        maxLength={500}
        value={reason}
        onChange={setReason}
        error={error}
      />
      <div className="button-row">
        <Button kind="primary" type="submit" isPending={give.isPending}>
          {panelText.keepReason}
        </Button>
        <Button onPress={onClose}>{actionText.cancel}</Button>
      </div>
    </form>
  )
}
