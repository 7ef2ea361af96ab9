import { type FormEvent, useState } from 'react'
import { useBegunText } from '#client/hooks/use-begun-text.ts'
import { useConsultationActions } from '#client/hooks/use-consultation.ts'
import { useFormIssues } from '#client/hooks/use-form-issues.ts'
import { useMailSettings } from '#client/hooks/use-mail.ts'
import { browserClock } from '#client/sync/clock.ts'
import * as consultationText from '#client/text/consultation.ts'
import { Button } from '#client/ui/button.tsx'
import { FormErrors } from '#client/ui/form-errors.tsx'
import { TextAreaField } from '#client/ui/text-area-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { planStatusLabels } from '#shared/agreement/status.ts'
import type { Plan } from '#shared/api/plans.ts'
import { DeadlineFields, momentOrReport, usualDeadline } from './consultation-deadline.tsx'

export function OpenConsultationForm({ plan }: { plan: Plan }) {
  const [deadline, setDeadline] = useState(() => usualDeadline(browserClock.now()))
  const begun = useBegunText(`${plan.id}/consultation`)
  const { text: message, setText: setMessage } = begun
  const form = useFormIssues()
  const { open } = useConsultationActions(plan.id)
  const isMailConfigured = useMailSettings().data?.isMailConfigured
  if (plan.status !== 'concept') {
    return <p className="notice">{consultationText.onlyConcept(planStatusLabels[plan.status])}</p>
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const moment = momentOrReport(deadline, form)
    if (moment === null) return
    open.mutate(
      { deadline: moment, message },
      {
        onSuccess: () => {
          begun.forget()
          showToast({
            text:
              isMailConfigured === true ? consultationText.isOpenMailing : consultationText.isOpen,
          })
        },
        onError: (error) => form.reportError(error, ['deadline', 'message']),
      },
    )
  }
  return (
    <section className="card" aria-labelledby="open-title">
      <h2 className="card__title" id="open-title">
        {consultationText.open}
      </h2>
      <form noValidate className="form" onSubmit={submit}>
        <FormErrors form={form} />
        {isMailConfigured === false ? (
          <p className="notice">{consultationText.openWithoutMail}</p>
        ) : (
          <p>{consultationText.openText}</p>
        )}
        <DeadlineFields value={deadline} onChange={setDeadline} form={form} />
        <TextAreaField
          id="message"
          label={consultationText.message}
          description={consultationText.messageHint}
          maxLength={1000}
          value={message}
          onChange={(text) => {
            setMessage(text)
            form.clear('message')
          }}
          error={form.errorOf('message')}
        />
        <p className="muted">{consultationText.openAlso}</p>
        <div className="button-row">
          <Button kind="primary" type="submit" isPending={open.isPending}>
            {consultationText.open}
          </Button>
        </div>
      </form>
    </section>
  )
}
