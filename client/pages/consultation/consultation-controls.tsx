import { type FormEvent, useState } from 'react'
import { useConsultationActions } from '#client/hooks/use-consultation.ts'
import { useFormIssues } from '#client/hooks/use-form-issues.ts'
import * as consultationText from '#client/text/consultation.ts'
import { formatUntil } from '#client/text/moment.ts'
import { Button } from '#client/ui/button.tsx'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import { FormErrors } from '#client/ui/form-errors.tsx'
import { focusHeadingWhenLost } from '#client/ui/page-heading.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { toAmsterdam } from '#shared/amsterdam.ts'
import type { Consultation } from '#shared/api/consultation.ts'
import { DeadlineFields, momentOrReport } from './consultation-deadline.tsx'

/** Changes the deadline of a consultation, or closes it now. */
export function ConsultationControls({
  planId,
  consultation,
}: {
  planId: string
  consultation: Consultation
}) {
  const { change, close } = useConsultationActions(planId)
  const [deadline, setDeadline] = useState(() => toAmsterdam(Date.parse(consultation.deadline)))
  const [isClosing, setClosing] = useState(false)
  const form = useFormIssues()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const moment = momentOrReport(deadline, form)
    if (moment === null) return
    change.mutate(
      { deadline: moment },
      {
        onSuccess: () =>
          showToast({
            text: consultationText.endsNow(formatUntil(moment)),
          }),
        onError: (error) => form.reportError(error, ['deadline']),
      },
    )
  }
  return (
    <>
      <form noValidate className="form" onSubmit={submit} aria-label={consultationText.changeEnd}>
        <FormErrors form={form} />
        <DeadlineFields value={deadline} onChange={setDeadline} form={form} />
        <div className="button-row">
          <Button type="submit" isPending={change.isPending}>
            {consultationText.changeEnd}
          </Button>
          <Button kind="quiet" onPress={() => setClosing(true)}>
            {consultationText.closeNow}
          </Button>
        </div>
      </form>
      <ConfirmDialog
        title={consultationText.closeAsk}
        isOpen={isClosing}
        onClose={() => setClosing(false)}
        kind="primary"
        confirmLabel={consultationText.closeConsultation}
        onConfirm={async () => {
          await close.mutateAsync()
          focusHeadingWhenLost()
          showToast({ text: consultationText.isClosed })
        }}
      >
        <p>{consultationText.closeText}</p>
      </ConfirmDialog>
    </>
  )
}
