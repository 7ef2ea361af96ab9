import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { useFormIssues } from '#client/hooks/use-form-issues.ts'
import { useCreatePlan, useFormat } from '#client/hooks/use-plans.ts'
import { newPlanState } from '#client/plan/paper/new-plan-card.tsx'
import * as actionText from '#client/text/actions.ts'
import * as newPlanText from '#client/text/new-plan.ts'
import { Button, ButtonLink } from '#client/ui/button.tsx'
import { FormErrors, RequiredNote } from '#client/ui/form-errors.tsx'
import { RadioCards } from '#client/ui/radio-cards.tsx'
import { Sentence } from '#client/ui/sentence.tsx'
import { yearOf } from '#shared/amsterdam.ts'
import type { FormatSummary } from '#shared/api/plans.ts'
import {
  checkNewPlan,
  type NewPlan,
  newPlanFields,
  sharedLabels,
  titleOf,
} from './new-plan-check.ts'
import { NewPlanFields } from './new-plan-fields.tsx'
import './new-plan-form.css'
import '#client/ui/radio-cards.css'

export function NewPlanForm({ formats }: { formats: readonly FormatSummary[] }) {
  const [, navigate] = useLocation()
  const year = yearOf(new Date()) + 1
  const [plan, setPlan] = useState<NewPlan>({
    format: formats.length === 1 ? (formats[0]?.id ?? null) : null,
    wijk: '',
    team: '',
    gemeente: '',
    periodFrom: `${year}-01-01`,
    periodTo: `${year}-12-31`,
  })
  const form = useFormIssues()
  const create = useCreatePlan()
  const format = useFormat(plan.format).data
  const labels = sharedLabels(format)
  const set = (field: keyof NewPlan) => (value: string) => {
    setPlan((before) => ({ ...before, [field]: value }))
    form.clear(field)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!form.report(checkNewPlan(plan, labels)) || plan.format === null) return
    const { format: chosen, gemeente, ...values } = plan
    create.mutate(
      {
        format: chosen,
        values: {
          ...values,
          ...(labels.gemeente === null || gemeente.trim() === '' ? {} : { gemeente }),
        },
      },
      {
        onSuccess: ({ id }) => navigate(`/plan/${id}`, { state: newPlanState }),
        onError: (error) => form.reportError(error, newPlanFields),
      },
    )
  }
  const title = titleOf(format, plan)
  return (
    <form noValidate className="form" onSubmit={submit}>
      <FormErrors form={form} />
      <RequiredNote />
      <RadioCards
        id="format"
        label={newPlanText.whichForm}
        isRequired
        value={plan.format}
        onChange={set('format')}
        error={form.errorOf('format')}
        cards={formats.map((option) => ({
          value: option.id,
          title: option.name,
          aside: option.issuer,
          text: <FormatText format={option} />,
        }))}
      />
      <NewPlanFields plan={plan} labels={labels} set={set} errorOf={form.errorOf} />
      {title !== null && (
        <p className="muted">
          <Sentence
            parts={newPlanText.futureTitle(<strong className="format-preview">{title}</strong>)}
          />
        </p>
      )}
      <div className="button-row">
        <Button kind="primary" type="submit" isLarge isPending={create.isPending}>
          {newPlanText.make}
        </Button>
        <ButtonLink href="/" isLarge>
          {actionText.cancel}
        </ButtonLink>
      </div>
    </form>
  )
}

function FormatText({ format }: { format: FormatSummary }) {
  return (
    <>
      <span>
        <strong>{newPlanText.usedWhen}</strong> {format.usedWhen}
      </span>
      <span>
        <strong>{newPlanText.usedBy}</strong> {format.usedBy}
      </span>
      {format.note !== undefined && (
        <span className="radio-card__note">
          <strong>{newPlanText.note}</strong> {format.note}
        </span>
      )}
    </>
  )
}
