import { useState } from 'react'
import { useAgreeing } from '#client/hooks/use-agreement.ts'
import { Button } from '#client/ui/button.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Agreement } from '#shared/api/agreement.ts'
import { AnswerDialog } from './answer-dialog.tsx'
import { DeputyDialog } from './deputy-dialog.tsx'
import { SeatRow } from './seat-row.tsx'
import './seats-card.css'

type SeatsCardProps = { planId: string; agreement: Agreement; canManage: boolean }

export function SeatsCard({ planId, agreement, canManage }: SeatsCardProps) {
  const [answeringId, setAnswering] = useState<string | null>(null)
  const [namingId, setNaming] = useState<string | null>(null)
  const { remind } = useAgreeing(planId)
  const { current, seats, status } = agreement
  // Read from the current data: a person linked or named while the dialog is open appears in it.
  const find = (id: string | null) => seats.find((seat) => seat.id === id) ?? null
  const answering = find(answeringId)
  const naming = find(namingId)
  const isWaiting = status === 'approval' && seats.some((seat) => seat.standing.kind !== 'agreed')
  return (
    <section className="card" aria-labelledby="seats-title">
      <h2 className="card__title" id="seats-title">
        {current === null ? 'Wie wordt om akkoord gevraagd' : 'Antwoorden per partij'}
      </h2>
      {seats.length === 0 && (
        <p className="muted">
          Dit formulier vraagt niemand om akkoord, of het plan noemt nog geen partijen.
        </p>
      )}
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
            remind.mutate(undefined, {
              onSuccess: ({ reminded }) =>
                showToast({
                  text:
                    reminded === 0
                      ? 'Iedereen is vandaag al herinnerd.'
                      : `${reminded} ${reminded === 1 ? 'persoon' : 'personen'} herinnerd.`,
                }),
              onError: (error) => showToast({ text: error.message, tone: 'bad' }),
            })
          }
        >
          Herinnering sturen
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
