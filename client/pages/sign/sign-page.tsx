import { useMutation, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useSearch } from 'wouter'
import { call } from '#client/api.ts'
import { queryKeys } from '#client/hooks/query-keys.ts'
import { type Answered, AnswerForm } from '#client/panels/agreement/answer-form.tsx'
import { type Confirmed, SigningCard, useSigning } from '#client/panels/agreement/signing-card.tsx'
import { VersionReading } from '#client/panels/agreement/version-reading.tsx'
import { ComparisonView } from '#client/panels/compare/comparison-view.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { getSignRequest, type SignRequest, signVersion } from '#shared/api/sign.ts'
import { comparePlans } from '#shared/compare/compare-plans.ts'
import { AppError } from '#shared/errors.ts'
import { formatDay, formatUntil } from '#shared/text/moment.ts'

const sendLabel = 'Antwoord vastleggen'

/** Opened by a personal link from a mail: shows the version and its differences and takes the answer, without an account. */
export function SignPage() {
  const token = new URLSearchParams(useSearch()).get('token') ?? ''
  const request = useQuery({
    queryKey: queryKeys.signRequest(token),
    enabled: token !== '',
    // The text must not change while the user reads it.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    queryFn: ({ signal }) => call(getSignRequest, { params: { token }, signal }),
  })
  const { confirmed, corrections, setCorrections } = useSigning(request.data?.signing ?? null)
  const sign = useMutation({
    mutationFn: (body: Answered & Partial<Confirmed>) =>
      call(signVersion, { params: { token }, body }),
    // The identity of the signer is fetched again; the answer that was filled in stays.
    onError: (error) =>
      error instanceof AppError && error.code === 'statement-changed'
        ? request.refetch()
        : undefined,
  })
  if (token === '') {
    return (
      <Shell width="form">
        <PageHeader
          title="Deze link is niet volledig"
          lead="Kopieer de hele link uit de mail, of open de link daar opnieuw."
        />
      </Shell>
    )
  }
  if (sign.isSuccess) return <Signed isAdopted={sign.data.isAdopted} />
  return (
    <Shell width="form">
      {request.data === undefined && <PageHeader title="Uw akkoord" />}
      <QueryView query={request} loadingLabel="Bezig met ophalen van de versie">
        {(found) => (
          <>
            <PageHeader
              title={`Uw akkoord op ${found.planTitle}`}
              lead={`Beste ${found.person}, u antwoordt voor ${found.seat.label}.`}
            />
            <div className="stack">
              <Introduction request={found} />
              {found.answered === null && (
                <section className="card" aria-labelledby="answer-title">
                  <h2 className="card__title" id="answer-title">
                    Uw antwoord op versie {found.version.number}
                  </h2>
                  <div className="stack">
                    <SigningCard
                      signing={found.signing}
                      sendLabel={sendLabel}
                      corrections={corrections}
                      onCorrect={setCorrections}
                    />
                    <AnswerForm
                      sendLabel={sendLabel}
                      isPending={sign.isPending}
                      error={sign.error?.message ?? null}
                      onSend={(body) => sign.mutate({ ...body, ...confirmed })}
                    />
                  </div>
                  <p className="muted">
                    Na uw antwoord werkt deze link niet meer. Wilt u uw antwoord later intrekken?
                    Log dan in.
                  </p>
                </section>
              )}
              <section className="card" aria-labelledby="read-title">
                <h2 className="card__title" id="read-title">
                  De hele versie
                </h2>
                <VersionReading content={found.content} format={found.format} />
              </section>
            </div>
          </>
        )}
      </QueryView>
    </Shell>
  )
}

function Introduction({ request }: { request: SignRequest }) {
  const { version, seat, agreedBefore, answered, content, format } = request
  const comparison = useMemo(
    () =>
      agreedBefore === null || agreedBefore.content.format.version !== content.format.version
        ? null
        : comparePlans(agreedBefore.content, content, format),
    [agreedBefore, content, format],
  )
  return (
    <section className="card" aria-labelledby="what-title">
      <h2 className="card__title" id="what-title">
        {agreedBefore === null
          ? `Versie ${version.number}`
          : `Anders dan versie ${agreedBefore.number}, waarmee u akkoord was`}
      </h2>
      <p>
        Voorgelegd op {formatDay(version.presentedAt)}. Antwoorden kan{' '}
        {formatUntil(version.deadline)}. Antwoordt u niet? Dan geeft u geen akkoord.
      </p>
      {answered !== null && (
        <p className="notice">
          Voor {seat.label} is op deze versie al geantwoord door {answered.by.name}, op{' '}
          {formatDay(answered.at)}.
        </p>
      )}
      {agreedBefore === null && (
        <p>U gaf nog geen akkoord op een eerdere versie. De hele versie staat onder uw antwoord.</p>
      )}
      {comparison !== null && (
        <>
          <p>
            <strong>{comparison.summary.text}</strong>
          </p>
          <ComparisonView
            comparison={comparison}
            mode="inline"
            sides={{ old: `versie ${agreedBefore?.number}`, new: `versie ${version.number}` }}
          />
        </>
      )}
      <p className="muted">
        Code van deze versie: <code className="check-code">{version.code}</code>
      </p>
    </section>
  )
}

function Signed({ isAdopted }: { isAdopted: boolean }) {
  return (
    <Shell width="form">
      <PageHeader
        key="signed"
        takesFocus
        title="Uw antwoord is vastgelegd"
        lead={
          isAdopted
            ? 'Iedereen is akkoord: het plan is vastgesteld.'
            : 'Dank u wel. U hoeft niets meer te doen en kunt deze pagina sluiten.'
        }
      />
    </Shell>
  )
}
