import type { FormIssues } from '#client/hooks/use-form-issues.ts'
import * as consultationText from '#client/text/consultation.ts'
import { DateField } from '#client/ui/date-field.tsx'
import { TextField } from '#client/ui/text-field.tsx'
import { addDays, fromAmsterdam, toAmsterdam } from '#shared/amsterdam.ts'

export type Deadline = { date: string; time: string }

/** Two weeks from now, at the end of a working day. */
export function usualDeadline(now: number): Deadline {
  return { date: addDays(toAmsterdam(now).date, 14), time: '17:00' }
}

/** The moment in UTC; null when it does not exist, which the form then reports. */
export function momentOrReport({ date, time }: Deadline, form: FormIssues): string | null {
  const ms = fromAmsterdam(date, time)
  form.report(ms === null ? [{ field: 'deadline', message: consultationText.giveMoment }] : [])
  return ms === null ? null : new Date(ms).toISOString()
}

type DeadlineFieldsProps = {
  value: Deadline
  onChange: (value: Deadline) => void
  form: FormIssues
}

export function DeadlineFields({ value, onChange, form }: DeadlineFieldsProps) {
  const change = (part: Partial<Deadline>) => {
    onChange({ ...value, ...part })
    form.clear('deadline')
  }
  return (
    <div className="form__row">
      <DateField
        id="deadline"
        label={consultationText.until}
        isRequired
        value={value.date}
        onChange={(date) => change({ date })}
        error={form.errorOf('deadline')}
      />
      <TextField
        id="deadline-time"
        label={consultationText.time}
        type="time"
        isRequired
        value={value.time}
        onChange={(time) => change({ time })}
      />
    </div>
  )
}
