import { useMutation, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useSearch } from 'wouter'
import { call } from '#client/api.ts'
import { queryKeys } from '#client/hooks/query-keys.ts'
import { useBegunText } from '#client/hooks/use-begun-text.ts'
import { type Answered, AnswerForm } from '#client/panels/agreement/answer-form.tsx'
import { type Confirmed, SigningCard, useSigning } from '#client/panels/agreement/signing-card.tsx'
import { VersionReading } from '#client/panels/agreement/version-reading.tsx'
import { ComparisonView } from '#client/panels/compare/comparison-view.tsx'
import * as actionText from '#client/text/actions.ts'
import { formatDay, formatUntil } from '#client/text/moment.ts'
import * as signText from '#client/text/sign.ts'
import * as termText from '#client/text/terms.ts'
import { ButtonLink } from '#client/ui/button.tsx'
import { PageHeader } from '#client/ui/page-header.tsx'
import { QueryView } from '#client/ui/query-view.tsx'
import { Sentence } from '#client/ui/sentence.tsx'
import { Shell } from '#client/ui/shell.tsx'
import { getSignRequest, type SignRequest, signVersion } from '#shared/api/sign.ts'
import { comparePlans } from '#shared/compare/compare-plans.ts'
import { AppError, type ErrorCode } from '#shared/errors.ts'

/** Answers behind which nothing is left to sign: a retry gives the same one. */
const endsLink: ReadonlySet<ErrorCode> = new Set([
  'sign-link-invalid',
  'version-replaced',
  'plan-ended',
  'already-submitted',
  'not-presented',
  'no-mandate',
])

const sendLabel = signText.giveAnswer

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
        <PageHeader title={signText.incompleteLink} lead={signText.incompleteLinkLead} />
      </Shell>
    )
  }
  const refusal = request.error
  if (refusal instanceof AppError && endsLink.has(refusal.code) && request.data === undefined)
    return (
      <Shell width="form">
        <PageHeader title={signText.linkEnded} lead={refusal.message} />
        <div className="button-row">
          <ButtonLink href="/sign-in">{actionText.signIn}</ButtonLink>
        </div>
      </Shell>
    )
  if (sign.isSuccess) return <Signed isAdopted={sign.data.isAdopted} />
  return (
    <Shell width="form">
      {request.data === undefined && <PageHeader title={signText.title} />}
      <QueryView query={request} loadingLabel={signText.loading}>
        {(found) => (
          <>
            <PageHeader
              title={signText.titleOf(found.planTitle)}
              lead={signText.lead(found.person, found.seat.label)}
            />
            <div className="stack">
              <Introduction request={found} />
              {found.answered === null && (
                <section className="card" aria-labelledby="answer-title">
                  <h2 className="card__title" id="answer-title">
                    {signText.answerTitle(found.version.number)}
                  </h2>
                  <div className="stack">
                    <SigningCard
                      signing={found.signing}
                      sendLabel={sendLabel}
                      corrections={corrections}
                      onCorrect={setCorrections}
                    />
                    <KeptAnswerForm
                      name={`${found.planId}/answer/${found.version.hash}/${found.seat.id}`}
                      isPending={sign.isPending}
                      error={sign.error?.message ?? null}
                      onSend={(body, onSuccess) =>
                        sign.mutate({ ...body, ...confirmed }, { onSuccess })
                      }
                    />
                  </div>
                  <p className="muted">{signText.worksOnce}</p>
                </section>
              )}
              <section className="card" aria-labelledby="read-title">
                <h2 className="card__title" id="read-title">
                  {signText.wholeVersion}
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

/** The remark stays on this device until the answer is recorded. */
function KeptAnswerForm({
  name,
  onSend,
  ...props
}: {
  name: string
  isPending: boolean
  error: string | null
  onSend: (answer: Answered, onSuccess: () => void) => void
}) {
  const begun = useBegunText(name)
  return (
    <AnswerForm
      {...props}
      begun={begun}
      sendLabel={sendLabel}
      onSend={(answer) => onSend(answer, begun.forget)}
    />
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
          ? termText.versionTitle(version.number)
          : signText.differsFrom(agreedBefore.number)}
      </h2>
      <p>{signText.deadline(formatDay(version.presentedAt), formatUntil(version.deadline))}</p>
      {answered !== null && (
        <p className="notice">
          {signText.isAnswered(seat.label, answered.by.name, formatDay(answered.at))}
        </p>
      )}
      {agreedBefore === null && <p>{signText.nothingBefore}</p>}
      {comparison !== null && (
        <>
          <p>
            <strong>{comparison.summary.text}</strong>
          </p>
          <ComparisonView
            comparison={comparison}
            mode="inline"
            sides={{
              old: termText.version(agreedBefore?.number ?? 0),
              new: termText.version(version.number),
            }}
          />
        </>
      )}
      <p className="muted">
        <Sentence parts={signText.code(<code className="check-code">{version.code}</code>)} />
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
        title={signText.isAnsweredNow}
        lead={isAdopted ? signText.isAdopted : signText.thanks}
      />
    </Shell>
  )
}
