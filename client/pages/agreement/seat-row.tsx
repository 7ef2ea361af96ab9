import { useState } from 'react'
import { Link } from 'wouter'
import { useAgreeing } from '#client/hooks/use-agreement.ts'
import { useMe } from '#client/hooks/use-me.ts'
import { SigningCard, useSigning } from '#client/panels/agreement/signing-card.tsx'
import { addressOfView } from '#client/panels/history/view-address.ts'
import * as actionText from '#client/text/actions.ts'
import * as agreementText from '#client/text/agreement.ts'
import {
  changesText,
  linkText,
  mandateText,
  personText,
  standingChip,
} from '#client/text/answer-texts.ts'
import { formatRecent } from '#client/text/moment.ts'
import { Avatar } from '#client/ui/avatar.tsx'
import { Button } from '#client/ui/button.tsx'
import { Chip } from '#client/ui/chip.tsx'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { signedInText } from '#shared/agreement/signed-in-text.ts'
import { isEnded } from '#shared/agreement/status.ts'
import { type Agreement, entryLabels, type SeatView } from '#shared/api/agreement.ts'
import './seats-card.css'

const confirmLabel = actionText.confirm

type SeatRowProps = {
  planId: string
  agreement: Agreement
  seat: SeatView
  onAnswer: () => void
  onName: () => void
}

export function SeatRow({ planId, agreement, seat, onAnswer, onName }: SeatRowProps) {
  const { current, status } = agreement
  const { standing } = seat
  const { answer, withdraw } = useAgreeing(planId)
  const [isWithdrawing, setWithdrawing] = useState(false)
  const { confirmed, corrections, setCorrections } = useSigning(seat.signing)
  const [isConfirming, setConfirming] = useState(false)
  const myId = useMe().data?.id
  const holder = seat.mandates.find((mandate) => mandate.kind === 'holder')
  const deputies = seat.mandates.filter((mandate) => mandate.kind === 'deputy')
  const person = standing.kind === 'waiting' ? holder?.user.name : standing.answer.by.name
  const hasMandate = seat.mandates.some((mandate) => mandate.user.id === myId)
  const isAnswered = standing.kind === 'agreed' || standing.kind === 'not-agreed'
  const canWithdraw = hasMandate && isAnswered && (status === 'approval' || status === 'adopted')
  const earlier = standing.kind === 'outdated' ? standing.answer : null
  const repeated =
    earlier === null || earlier.verdict === 'not-agreed' || earlier.verdict === 'withdrawn'
      ? null
      : { verdict: earlier.verdict, remark: earlier.remark }
  // The round waits for no answer any more.
  const chip =
    standing.kind === 'waiting' && isEnded(status)
      ? ({ tone: 'neutral', text: agreementText.noAnswer } as const)
      : standingChip(seat)
  return (
    <li className="seat">
      <Avatar name={person ?? seat.label} discipline={seat.discipline} isDecorative />
      <div>
        <p>
          <strong>{seat.label}</strong>
          {person !== undefined && ` · ${person}`}
        </p>
        <p className="seat__detail">{detailOf(seat)}</p>
        {standing.kind !== 'waiting' && standing.answer.remark !== '' && (
          <p className="seat__remark">‘{standing.answer.remark}’</p>
        )}
        {standing.kind === 'outdated' && standing.since.count > 0 && current !== null && (
          <p className="seat__detail">
            <Link
              className="link"
              href={addressOfView(planId, {
                kind: 'compare',
                from: standing.answer.versionId,
                to: current.versionId,
              })}
            >
              {agreementText.seeDifference(standing.since.text)}
            </Link>
          </p>
        )}
        {deputies.length > 0 && (
          <p className="seat__detail">
            {agreementText.deputies(deputies.map((deputy) => deputy.user.name).join(', '))}
          </p>
        )}
        {standing.kind === 'waiting' && holder !== undefined && !isEnded(status) && (
          <p className={`seat__detail${holder.link === 'none' ? ' seat__detail--warn' : ''}`}>
            {linkText(holder)}
          </p>
        )}
        {holder === undefined && !isEnded(status) && (
          <p className="seat__detail seat__detail--warn">{agreementText.nobodyHasMandate}</p>
        )}
        <div className="button-row seat__actions">
          {seat.canAnswer && repeated !== null && (
            <Button
              kind="primary"
              aria-label={agreementText.confirmAgainFor(current?.number, seat.label)}
              onPress={() => setConfirming(true)}
            >
              {agreementText.confirmAgain}
            </Button>
          )}
          {seat.canAnswer && !isAnswered && (
            <Button
              kind={standing.kind === 'outdated' ? 'secondary' : 'primary'}
              onPress={onAnswer}
              aria-label={agreementText.answerFor(seat.label)}
            >
              {agreementText.answerShort}
            </Button>
          )}
          {canWithdraw && (
            <Button
              kind="quiet"
              onPress={() => setWithdrawing(true)}
              aria-label={agreementText.withdrawAnswerFor(seat.label)}
            >
              {actionText.withdraw}
            </Button>
          )}
          {seat.canNameDeputy && status !== 'submitted' && !isEnded(status) && (
            <Button kind="quiet" onPress={onName} aria-label={agreementText.mandateOf(seat.label)}>
              {agreementText.mandate}
            </Button>
          )}
        </div>
      </div>
      {agreement.current !== null && <Chip tone={chip.tone}>{chip.text}</Chip>}
      <ConfirmDialog
        title={agreementText.confirmAgainAsk(current?.number)}
        isOpen={isConfirming && repeated !== null}
        onClose={() => setConfirming(false)}
        kind="primary"
        confirmLabel={confirmLabel}
        onConfirm={async () => {
          if (current === null || repeated === null) return
          await answer.mutateAsync({
            versionId: current.versionId,
            discipline: seat.id,
            ...confirmed,
            ...repeated,
          })
          showToast({ text: agreementText.isConfirmed(seat.label, current.number) })
        }}
      >
        {repeated !== null && (
          <p>
            {agreementText.confirmAgainText(
              entryLabels[repeated.verdict],
              repeated.remark,
              current?.number,
            )}
          </p>
        )}
        {seat.signing !== null && (
          <SigningCard
            signing={seat.signing}
            sendLabel={confirmLabel}
            corrections={corrections}
            onCorrect={setCorrections}
          />
        )}
      </ConfirmDialog>
      <ConfirmDialog
        title={agreementText.withdrawAsk}
        isOpen={isWithdrawing}
        onClose={() => setWithdrawing(false)}
        confirmLabel={actionText.withdraw}
        onConfirm={async () =>
          current !== null &&
          (await withdraw.mutateAsync({ versionId: current.versionId, discipline: seat.id }))
        }
      >
        <p>{agreementText.withdrawText(status === 'adopted')}</p>
      </ConfirmDialog>
    </li>
  )
}

function detailOf({ standing, mandates, remindedAt }: SeatView): string {
  const now = new Date()
  if (standing.kind === 'waiting') {
    const holder = mandates.find((mandate) => mandate.kind === 'holder')
    return [
      holder === undefined ? '' : mandateText(holder),
      remindedAt === null ? '' : agreementText.reminded(formatRecent(remindedAt, now)),
    ]
      .filter((part) => part !== '')
      .join(' · ')
  }
  const { answer } = standing
  const given =
    standing.kind === 'outdated'
      ? agreementText.givenOn(answer.versionNumber, changesText(standing.since.count))
      : standing.kind !== 'withdrawn' && standing.isCarried
        ? agreementText.givenBeforeSpelling(answer.versionNumber)
        : formatRecent(answer.at, now)
  return [
    mandateText(answer),
    personText(answer),
    answer.isDeputy ? agreementText.asDeputy : '',
    given,
    agreementText.signedIn(signedInText(answer.signedInBy)),
  ]
    .filter((part) => part !== '')
    .join(' · ')
}
