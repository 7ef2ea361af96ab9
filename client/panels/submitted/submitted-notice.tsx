import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { queryKeys } from '#client/hooks/query-keys.ts'
import { formatDay } from '#client/text/moment.ts'
import * as panelText from '#client/text/panels.ts'
import { ButtonLink } from '#client/ui/button.tsx'
import { can } from '#shared/access.ts'
import type { Plan } from '#shared/api/plans.ts'
import { addressOfView } from '../history/view-address.ts'
import './submitted-notice.css'

/** Typing makes no event, and the first change after a submission should be said soon. */
const askAgainMs = 10_000

/**
 * Above a plan that was submitted, for everyone who may write in it: what a change means, and how the receiver gets one.
 * Renders nothing for any other plan.
 */
export function SubmittedNotice({
  plan,
  isAtAgreement = false,
}: {
  plan: Plan
  /** True where the button of the correction stands anyway. */
  isAtAgreement?: boolean
}) {
  const { id, role, status, submitted } = plan
  const client = useQueryClient()
  const isUnchanged = status === 'submitted' && submitted !== null && !submitted.isChangedSince
  useEffect(() => {
    if (!isUnchanged) return
    const timer = setInterval(
      () => void client.invalidateQueries({ queryKey: queryKeys.plan(id), exact: true }),
      askAgainMs,
    )
    return () => clearInterval(timer)
  }, [client, id, isUnchanged])
  if (status !== 'submitted' || submitted === null || !can(role, 'write')) return null
  const { on, versionId, versionNumber, isChangedSince } = submitted
  return (
    <section className="notice submitted-notice" aria-label={panelText.submittedTitle}>
      <p>
        <strong>
          {isChangedSince
            ? panelText.submittedAndChanged(formatDay(on))
            : panelText.submittedAndChanging(formatDay(on))}
        </strong>{' '}
        {panelText.submittedText(
          versionNumber,
          whatNext({ isChangedSince, canManage: can(role, 'manage') }),
        )}
      </p>
      {isChangedSince && (
        <div className="button-row">
          {can(role, 'manage') && !isAtAgreement && (
            <ButtonLink href={`/plan/${id}/akkoord`}>{panelText.presentCorrection}</ButtonLink>
          )}
          <ButtonLink
            kind="quiet"
            href={addressOfView(id, { kind: 'compare', from: versionId, to: null })}
          >
            {panelText.seeDifference}
          </ButtonLink>
        </div>
      )}
    </section>
  )
}

function whatNext({
  isChangedSince,
  canManage,
}: {
  isChangedSince: boolean
  canManage: boolean
}): string {
  if (!isChangedSince) return panelText.submittedEdit
  return canManage ? panelText.submittedPresent : panelText.submittedAsk
}
