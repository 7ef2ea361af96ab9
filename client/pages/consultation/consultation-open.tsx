import { type FormEvent, useState } from 'react'
import { useConsultationActions } from '#client/hooks/use-consultation.ts'
import { useFormIssues } from '#client/hooks/use-form-issues.ts'
import { useMailSettings } from '#client/hooks/use-mail.ts'
import { browserClock } from '#client/sync/clock.ts'
import { Button } from '#client/ui/button.tsx'
import { FormErrors } from '#client/ui/form-errors.tsx'
import { TextAreaField } from '#client/ui/text-area-field.tsx'
import { showToast } from '#client/ui/toasts.ts'
import { planStatusLabels } from '#shared/agreement/status.ts'
import type { Plan } from '#shared/api/plans.ts'
import { DeadlineFields, momentOrReport, usualDeadline } from './consultation-deadline.tsx'

export function OpenConsultationForm({ plan }: { plan: Plan }) {
  const [deadline, setDeadline] = useState(() => usualDeadline(browserClock.now()))
  const [message, setMessage] = useState('')
  const form = useFormIssues()
  const { open } = useConsultationActions(plan.id)
  const isMailConfigured = useMailSettings().data?.isMailConfigured
  if (plan.status !== 'concept') {
    return (
      <p className="notice">
        Alleen een concept kan ter consultatie. Dit plan heeft nu de status{' '}
        {planStatusLabels[plan.status]}.
      </p>
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const moment = momentOrReport(deadline, form)
    if (moment === null) return
    open.mutate(
      { deadline: moment, message },
      {
        onSuccess: () =>
          showToast({
            text:
              isMailConfigured === true
                ? 'Het plan ligt ter consultatie. De mails gaan nu uit.'
                : 'Het plan ligt ter consultatie.',
          }),
        onError: (error) => form.reportError(error, ['deadline', 'message']),
      },
    )
  }
  return (
    <section className="card" aria-labelledby="open-title">
      <h2 className="card__title" id="open-title">
        Reacties vragen
      </h2>
      <form noValidate className="form" onSubmit={submit}>
        <FormErrors form={form} />
        {isMailConfigured === false ? (
          <p className="notice">
            Deze Wijktafel verstuurt geen mail. Laat de leden dus zelf weten dat u om hun reactie
            vraagt.
          </p>
        ) : (
          <p>
            Iedereen die op dit plan mag reageren, krijgt één mail met de einddatum. Wie twee dagen
            voor het einde niet heeft gereageerd, krijgt een herinnering. Op het gekozen moment
            sluit de consultatie vanzelf.
          </p>
        )}
        <DeadlineFields value={deadline} onChange={setDeadline} form={form} />
        <TextAreaField
          id="message"
          label="Bericht bij de uitnodiging"
          description="Staat in de mail en boven het plan. Noem geen patiënten of cliënten."
          maxLength={1000}
          value={message}
          onChange={(text) => {
            setMessage(text)
            form.clear('message')
          }}
          error={form.errorOf('message')}
        />
        <p className="muted">
          De tekst van het plan blijft te wijzigen. Leeslinks laten de tekst zien zoals die nu is.
        </p>
        <div className="button-row">
          <Button kind="primary" type="submit" isPending={open.isPending}>
            Reacties vragen
          </Button>
        </div>
      </form>
    </section>
  )
}
