import { Link } from 'wouter'
import { useEnding } from '#client/hooks/use-ending.ts'
import { formatDay } from '#client/text/moment.ts'
import * as panelText from '#client/text/panels.ts'
import { Sentence } from '#client/ui/sentence.tsx'
import type { PlanStatus } from '#shared/agreement/status.ts'
import { isEnded } from '#shared/agreement/status.ts'
import type { Ending } from '#shared/api/ending.ts'
import './ended-notice.css'

/** Says when, by whom and why a plan ended, and links to its successor. Renders nothing for an active plan. */
export function EndedNotice({ planId, status }: { planId: string; status: PlanStatus }) {
  const ending = useEnding(planId, isEnded(status)).data
  if (!isEnded(status)) return null
  return (
    <section className="notice ended" aria-label={panelText.endedTitle}>
      <p>
        <strong>
          {panelText.hasEnded(
            status === 'expired',
            ending === undefined || ending === null
              ? null
              : { day: formatDay(ending.endedAt), name: ending.endedBy.name },
          )}
        </strong>{' '}
        {panelText.endedText}
      </p>
      {ending !== undefined && ending !== null && <Why ending={ending} />}
    </section>
  )
}

function Why({ ending }: { ending: Ending }) {
  return (
    <>
      {ending.reason !== '' && <p>{panelText.endedReason(ending.reason)}</p>}
      {ending.kind === 'superseded' && (
        <p>
          {ending.successor === null ? (
            panelText.endedNoMember
          ) : (
            <>
              <Sentence
                parts={panelText.endedGoOn(
                  <Link className="link" href={`/plan/${ending.successor.id}`}>
                    {ending.successor.title}
                  </Link>,
                )}
              />
            </>
          )}
        </p>
      )}
    </>
  )
}
