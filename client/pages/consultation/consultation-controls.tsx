import { type FormEvent, useState } from 'react'
import { useConsultationActions } from '#client/hooks/use-consultation.ts'
import { useFormIssues } from '#client/hooks/use-form-issues.ts'
import { Button } from '#client/ui/button.tsx'
import { ConfirmDialog } from '#client/ui/dialog.tsx'
import { FormErrors } from '#client/ui/form-errors.tsx'
import { focusHeadingWhenLost } from '#client/ui/page-heading.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { toAmsterdam } from '#shared/amsterdam.ts'
import type { Consultation } from '#shared/api/consultation.ts'
import { formatUntil } from '#shared/text/moment.ts'
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
            text: `Reageren kan nu ${formatUntil(moment)}. Wie al een mail kreeg, krijgt geen nieuwe.`,
          }),
        onError: (error) => form.reportError(error, ['deadline']),
      },
    )
  }
  return (
    <>
      <form noValidate className="form" onSubmit={submit} aria-label="Einddatum wijzigen">
        <FormErrors form={form} />
        <DeadlineFields value={deadline} onChange={setDeadline} form={form} />
        <div className="button-row">
          <Button type="submit" isPending={change.isPending}>
            Einddatum wijzigen
          </Button>
          <Button kind="quiet" onPress={() => setClosing(true)}>
            Nu sluiten
          </Button>
        </div>
      </form>
      <ConfirmDialog
        title="Consultatie nu sluiten?"
        isOpen={isClosing}
        onClose={() => setClosing(false)}
        kind="primary"
        confirmLabel="Consultatie sluiten"
        onConfirm={async () => {
          await close.mutateAsync()
          focusHeadingWhenLost()
          showToast({ text: 'De consultatie is gesloten. Het plan is weer een concept.' })
        }}
      >
        <p>
          Het plan wordt weer een concept en leeslinks werken niet meer. Reacties die iemand nu
          zonder verbinding schrijft, komen nog binnen, met “na sluiting ontvangen” erbij.
        </p>
      </ConfirmDialog>
    </>
  )
}
