import { useState } from 'react'
import { useAgreeing } from '#client/hooks/use-agreement.ts'
import * as agreementText from '#client/text/agreement.ts'
import { formatRecent } from '#client/text/moment.ts'
import { Button } from '#client/ui/button.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Agreement, Asked } from '#shared/api/agreement.ts'
import { formatList } from '#shared/format-list.ts'
import { AnswerDialog } from './answer-dialog.tsx'
import { DeputyDialog } from './deputy-dialog.tsx'
import { SeatRow } from './seat-row.tsx'
import './seats-card.css'

type SeatsCardProps = {
  planId: string
  agreement: Agreement
  canManage: boolean
  onAsked: (people: readonly Asked[]) => void
}

export function SeatsCard({ planId, agreement, canManage, onAsked }: SeatsCardProps) {
  const [answeringId, setAnswering] = useState<string | null>(null)
  const [namingId, setNaming] = useState<string | null>(null)
  const { remind } = useAgreeing(planId)
  const { current, seats, status } = agreement
  // Read from the current data: a person linked or named while the dialog is open appears in it.
  const find = (id: string | null) => seats.find((seat) => seat.id === id) ?? null
  const answering = find(answeringId)
  const naming = find(namingId)
  const unanswered = seats
    .filter(({ standing }) => standing.kind !== 'agreed')
    .flatMap(({ label, mandates }) => mandates.map((mandate) => ({ ...mandate, label })))
  // Without mail nothing is sent: the messages are here to be copied.
  const byMail = unanswered.some((mandate) => mandate.byMail)
  const isWaiting = status === 'approval' && seats.some((seat) => seat.standing.kind !== 'agreed')
  return (
    <section className="card" aria-labelledby="seats-title">
      <h2 className="card__title" id="seats-title">
        {current === null ? agreementText.whomYouAsk : agreementText.answersByParty}
      </h2>
      {agreement.adoptedWithout !== null && (
        <p>
          {agreementText.adoptedWithout(
            agreement.adoptedWithout.by.name,
            formatRecent(agreement.adoptedWithout.at, new Date()),
            formatList(agreement.adoptedWithout.seats),
            agreement.adoptedWithout.reason,
          )}
        </p>
      )}
      {seats.length === 0 && <p className="muted">{agreementText.nobodyNeeded}</p>}
      <ul className="seats">
        {seats.map((seat) => (
          <SeatRow
            key={seat.id}
            planId={planId}
            agreement={agreement}
            seat={seat}
            onAnswer={() => setAnswering(seat.id)}
            onName={() => setNaming(seat.id)}
          />
        ))}
      </ul>
      {canManage && isWaiting && (
        <Button
          isPending={remind.isPending}
          onPress={() =>
            byMail
              ? remind.mutate(undefined, {
                  onSuccess: ({ asked }) => onAsked(asked),
                  onError: (error) => showToast({ text: error.message, tone: 'bad' }),
                })
              : onAsked(unanswered.map(askedOf))
          }
        >
          {byMail ? agreementText.sendReminder : agreementText.writeReminder}
        </Button>
      )}
      {answering !== null && current !== null && (
        <AnswerDialog
          planId={planId}
          seat={answering}
          round={current}
          onClose={() => setAnswering(null)}
        />
      )}
      {naming !== null && (
        <DeputyDialog
          planId={planId}
          seat={naming}
          canManage={canManage}
          onClose={() => setNaming(null)}
        />
      )}
    </section>
  )
}

const askedOf = ({ user, label }: { user: Asked['user']; label: string }): Asked => ({
  user,
  seatLabel: label,
  isMailed: false,
})
