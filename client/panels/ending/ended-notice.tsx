import { Link } from 'wouter'
import { useEnding } from '#client/hooks/use-ending.ts'
import type { PlanStatus } from '#shared/agreement/status.ts'
import { isEnded } from '#shared/agreement/status.ts'
import type { Ending } from '#shared/api/ending.ts'
import { formatDay } from '#shared/text/moment.ts'
import './ended-notice.css'

/** Says when, by whom and why a plan ended, and links to its successor. Renders nothing for an active plan. */
export function EndedNotice({ planId, status }: { planId: string; status: PlanStatus }) {
  const ending = useEnding(planId, isEnded(status)).data
  if (!isEnded(status)) return null
  return (
    <section className="notice ended" aria-label="Dit plan is gesloten">
      <p>
        <strong>
          {status === 'expired'
            ? 'Dit plan is vervallen'
            : 'Dit plan is vervangen door een ander plan'}
        </strong>
        {ending === undefined || ending === null
          ? '.'
          : ` op ${formatDay(ending.endedAt)}, door ${ending.endedBy.name}.`}{' '}
        De tekst verandert niet meer. Versies, antwoorden en ingediende bestanden blijven staan.
      </p>
      {ending !== undefined && ending !== null && <Why ending={ending} />}
    </section>
  )
}

function Why({ ending }: { ending: Ending }) {
  return (
    <>
      {ending.reason !== '' && <p>Reden: {ending.reason}</p>}
      {ending.kind === 'superseded' && (
        <p>
          {ending.successor === null ? (
            'U bent geen lid van het plan dat hiervoor in de plaats komt. Vraag de coördinator ernaar.'
          ) : (
            <>
              Ga verder in{' '}
              <Link className="link" href={`/plan/${ending.successor.id}`}>
                {ending.successor.title}
              </Link>
              .
            </>
          )}
        </p>
      )}
    </>
  )
}
