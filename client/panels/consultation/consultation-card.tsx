import { useState } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useConsultation, useConsultationActions } from '#client/hooks/use-consultation.ts'
import { Button, ButtonLink } from '#client/ui/button.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Consultation } from '#shared/api/consultation.ts'
import { formatList } from '#shared/format-list.ts'
import { formatUntil } from '#shared/text/moment.ts'
import { ReplacementDialog } from './replacement-dialog.tsx'
import './consultation-card.css'
import '../since/since-card.css'

/** Shown above a plan in consultation: the deadline, the progress and the request to the reader. */
export function ConsultationCard() {
  const { planId, parts } = usePlanContext()
  const consultation = useConsultation(planId).data
  if (consultation === undefined || consultation === null || consultation.closedAt !== null)
    return null
  return (
    <section className="since consultation" aria-labelledby="consultatie">
      <div className="since__head">
        <h2 className="since__title" id="consultatie">
          Ter consultatie
        </h2>
        <span className="since__when">{countText(consultation)}</span>
        {parts === null && (
          <ButtonLink href={`/plan/${planId}/consultatie`}>
            {consultation.people === null ? 'Meer over de consultatie' : 'Wie heeft gereageerd'}
          </ButtonLink>
        )}
      </div>
      <p>
        {consultation.openedBy.name} vraagt uw reactie. Reageren kan{' '}
        <strong>{formatUntil(consultation.deadline)}</strong>.
      </p>
      {consultation.message !== '' && (
        <p className="consultation__message">{consultation.message}</p>
      )}
      <OwnAnswer consultation={consultation} />
    </section>
  )
}

function OwnAnswer({ consultation }: { consultation: Consultation }) {
  const { planId, parts, announce } = usePlanContext()
  const { answer } = useConsultationActions(planId)
  const [isNaming, setNaming] = useState(false)
  const { mine, standsInFor } = consultation
  const forOthers = standsInFor.length > 0 && (
    <p>U reageert ook namens {formatList(standsInFor.map((person) => person.name))}.</p>
  )
  if (mine === null) return forOthers
  const give = (noRemarks: boolean) =>
    answer.mutate(noRemarks, {
      onSuccess: () =>
        announce(
          noRemarks ? 'Genoteerd: u heeft geen opmerkingen.' : 'Uw antwoord is ingetrokken.',
        ),
      onError: (error) => showToast({ text: error.message, tone: 'bad' }),
    })
  return (
    <>
      {forOthers}
      <p role="status">{answerText(mine)}</p>
      <div className="button-row consultation__actions">
        {mine.answer === 'none' || mine.isByReplacement ? (
          <Button kind="primary" isPending={answer.isPending} onPress={() => give(true)}>
            Geen opmerkingen
          </Button>
        ) : (
          mine.answer === 'no-remarks' && (
            <Button isPending={answer.isPending} onPress={() => give(false)}>
              Ik heb toch opmerkingen
            </Button>
          )
        )}
        {/* A member of parts does not see the other members; a coordinator can name a replacement. */}
        {mine.answer === 'none' && parts === null && (
          <Button onPress={() => setNaming(true)}>
            {mine.replacement === null ? 'Iemand anders laten reageren' : 'Vervanger wijzigen'}
          </Button>
        )}
      </div>
      {parts === null && (
        <ReplacementDialog
          planId={planId}
          asked={mine}
          isMe
          isOpen={isNaming}
          onClose={() => setNaming(false)}
        />
      )}
    </>
  )
}

function countText({ asked, answered }: Consultation): string {
  return asked === 0
    ? 'Er is nog niemand gevraagd'
    : `${answered} van ${asked} ${asked === 1 ? 'persoon heeft' : 'mensen hebben'} gereageerd`
}

function answerText({
  answer,
  isByReplacement,
  replacement,
}: NonNullable<Consultation['mine']>): string {
  if (isByReplacement) return `${replacement?.name} heeft namens u gereageerd.`
  if (answer === 'commented') return 'U heeft gereageerd. U kunt nog reacties toevoegen.'
  if (answer === 'no-remarks') return 'U heeft laten weten dat u geen opmerkingen heeft.'
  return replacement === null
    ? 'U heeft nog niet gereageerd. Plaats een reactie bij een tekst of regel, of laat weten dat u geen opmerkingen heeft.'
    : `${replacement.name} reageert namens u en krijgt de herinnering.`
}
