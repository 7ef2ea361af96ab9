import { useAgreeing } from '#client/hooks/use-agreement.ts'
import { useBegunText } from '#client/hooks/use-begun-text.ts'
import { AnswerForm } from '#client/panels/agreement/answer-form.tsx'
import { SigningCard, useSigning } from '#client/panels/agreement/signing-card.tsx'
import * as agreementText from '#client/text/agreement.ts'
import { Dialog } from '#client/ui/dialog.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Agreement, SeatView } from '#shared/api/agreement.ts'

const sendLabel = agreementText.answer

type AnswerDialogProps = {
  planId: string
  seat: SeatView
  round: NonNullable<Agreement['current']>
  onClose: () => void
}

export function AnswerDialog({ planId, seat, round, onClose }: AnswerDialogProps) {
  const { answer } = useAgreeing(planId)
  const begun = useBegunText(`${planId}/answer/${round.versionId}/${seat.id}`)
  const { confirmed, corrections, setCorrections } = useSigning(seat.signing)
  return (
    <Dialog title={agreementText.answerFor(seat.label)} isOpen onClose={onClose}>
      <p>{agreementText.answerLead(round.number)}</p>
      {seat.signing !== null && (
        <SigningCard
          signing={seat.signing}
          sendLabel={sendLabel}
          corrections={corrections}
          onCorrect={setCorrections}
        />
      )}
      <AnswerForm
        begun={begun}
        sendLabel={sendLabel}
        isPending={answer.isPending}
        error={answer.error?.message ?? null}
        onCancel={onClose}
        onSend={(given) =>
          answer.mutate(
            {
              versionId: round.versionId,
              discipline: seat.id,
              ...confirmed,
              ...given,
            },
            {
              onSuccess: ({ status }) => {
                begun.forget()
                onClose()
                showToast({
                  text: status === 'adopted' ? agreementText.allAgreed : agreementText.isAnswered,
                })
              },
            },
          )
        }
      />
    </Dialog>
  )
}
