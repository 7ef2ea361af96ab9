import * as newPlanText from '#client/text/new-plan.ts'
import { DateField } from '#client/ui/date-field.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import type { NewPlan, SharedLabels } from './new-plan-check.ts'

type NewPlanFieldsProps = {
  plan: NewPlan
  /** A null label leaves its field out. */
  labels: SharedLabels
  set: (field: keyof NewPlan) => (value: string) => void
  errorOf: (field: keyof NewPlan) => string | undefined
}

/** The values that name a new plan: asked in the form for an empty plan and above the preview of an imported one. */
export function NewPlanFields({ plan, labels, set, errorOf }: NewPlanFieldsProps) {
  return (
    <div className="card form">
      <div className="form__row">
        <TextField
          id="wijk"
          label={labels.wijk}
          isRequired
          maxLength={200}
          value={plan.wijk}
          onChange={set('wijk')}
          error={errorOf('wijk')}
        />
        <TextField
          id="team"
          label={labels.team}
          isRequired
          maxLength={200}
          value={plan.team}
          onChange={set('team')}
          error={errorOf('team')}
        />
      </div>
      {labels.gemeente !== null && (
        <TextField
          id="gemeente"
          label={labels.gemeente}
          maxLength={200}
          value={plan.gemeente}
          onChange={set('gemeente')}
          error={errorOf('gemeente')}
        />
      )}
      <div className="form__row">
        <DateField
          id="periodFrom"
          label={newPlanText.periodFrom}
          isRequired
          value={plan.periodFrom}
          onChange={set('periodFrom')}
          error={errorOf('periodFrom')}
        />
        <DateField
          id="periodTo"
          label={newPlanText.periodUntil}
          isRequired
          value={plan.periodTo}
          onChange={set('periodTo')}
          error={errorOf('periodTo')}
        />
      </div>
      {labels.periodHint !== null && <p className="muted">{labels.periodHint}</p>}
    </div>
  )
}
