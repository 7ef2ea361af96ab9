import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link } from 'wouter'
import { queryKeys } from '#client/hooks/query-keys.ts'
import { formatDay } from '#client/text/moment.ts'
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
export function SubmittedNotice({ plan }: { plan: Plan }) {
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
    <section className="notice submitted-notice" aria-label="Dit plan is ingediend">
      <p>
        <strong>
          {isChangedSince
            ? `Dit plan is op ${formatDay(on)} ingediend en daarna gewijzigd.`
            : `U wijzigt een plan dat op ${formatDay(on)} is ingediend.`}
        </strong>{' '}
        Wat u nu schrijft, komt niet bij de ontvanger: ingediend is versie {versionNumber}, en die
        verandert niet meer.
      </p>
      {isChangedSince && (
        <p>
          <Link
            className="link"
            href={addressOfView(id, { kind: 'compare', from: versionId, to: null })}
          >
            Bekijk wat er anders is dan ingediend
          </Link>
        </p>
      )}
      <details className="submitted-notice__how">
        <summary>Een nieuwe versie of een correctie</summary>
        <ul>
          <li>
            <strong>Nieuwe versie:</strong> schrijf gewoon door en leg een versie vast bij
            Geschiedenis. Zo houdt u bij wat u na het indienen heeft besloten.
          </li>
          <li>
            <strong>Correctie voor de ontvanger:</strong>{' '}
            {can(role, 'manage') ? (
              <>
                exporteer dit plan als Word-bestand, maak daarmee een nieuw plan (
                <Link className="link" href="/nieuw/formulier">
                  een ingevuld formulier inlezen
                </Link>
                ) en leg dat ter akkoord voor. Laat dit plan dan vervallen, bij{' '}
                <Link className="link" href={`/plan/${id}/akkoord`}>
                  Akkoord
                </Link>
                , en dien het nieuwe plan in.
              </>
            ) : (
              'vraag de coördinator. Die maakt een nieuw plan uit dit plan en dient dat in.'
            )}
          </li>
        </ul>
      </details>
    </section>
  )
}
