import { useState } from 'react'
import { usePlanContext } from '#client/hooks/plan-context.ts'
import { useConsultation, useConsultationActions } from '#client/hooks/use-consultation.ts'
import { formatUntil } from '#client/text/moment.ts'
import * as panelText from '#client/text/panels.ts'
import { Button, ButtonLink } from '#client/ui/button.tsx'
import { Sentence } from '#client/ui/sentence.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Consultation } from '#shared/api/consultation.ts'
import { formatList } from '#shared/format-list.ts'
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
          {panelText.consultationTitle}
        </h2>
        <span className="since__when">{countText(consultation)}</span>
        {parts === null && (
          <ButtonLink href={`/plan/${planId}/consultatie`}>
            {consultation.people === null
              ? panelText.consultationMore
              : panelText.consultationReplies}
          </ButtonLink>
        )}
      </div>
      <p>
        <Sentence
          parts={panelText.consultationAsks(
            <strong>{formatUntil(consultation.deadline)}</strong>,
            consultation.openedBy.name,
          )}
        />
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
    <p>{panelText.consultationForOthers(formatList(standsInFor.map((person) => person.name)))}</p>
  )
  if (mine === null) return forOthers
  const give = (noRemarks: boolean) =>
    answer.mutate(noRemarks, {
      onSuccess: () => announce(noRemarks ? panelText.noRemarksNoted : panelText.answerWithdrawn),
      onError: (error) => showToast({ text: error.message, tone: 'bad' }),
    })
  return (
    <>
      {forOthers}
      <p role="status">{answerText(mine)}</p>
      <div className="button-row consultation__actions">
        {mine.answer === 'none' || mine.isByReplacement ? (
          <Button kind="primary" isPending={answer.isPending} onPress={() => give(true)}>
            {panelText.noRemarks}
          </Button>
        ) : (
          mine.answer === 'no-remarks' && (
            <Button isPending={answer.isPending} onPress={() => give(false)}>
              {panelText.hasRemarks}
            </Button>
          )
        )}
        {/* A member of parts does not see the other members; a coordinator can name a replacement. */}
        {mine.answer === 'none' && parts === null && (
          <Button onPress={() => setNaming(true)}>
            {mine.replacement === null ? panelText.letOtherReply : panelText.changeReplacement}
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
  return asked === 0 ? panelText.nobodyAsked : panelText.repliesOf(answered, asked)
}

function answerText({
  answer,
  isByReplacement,
  replacement,
}: NonNullable<Consultation['mine']>): string {
  if (isByReplacement) return panelText.repliedForYou(replacement?.name)
  if (answer === 'commented') return panelText.youReplied
  if (answer === 'no-remarks') return panelText.youHadNoRemarks
  return replacement === null ? panelText.youDidNotReply : panelText.repliesForYou(replacement.name)
}
