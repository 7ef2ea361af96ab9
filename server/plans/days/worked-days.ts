import { addDays, fromAmsterdam, toAmsterdam } from '#shared/amsterdam.ts'

/** A day in the Netherlands on which a plan was changed, and the last change of it. */
export type WorkedDay = { day: string; seq: number }

/** Moments between which a day lies: from the first up to and without the second. Null for what is no date. */
export function momentsOfDay(day: string): { from: number; before: number } | null {
  const from = fromAmsterdam(day, '00:00')
  if (from === null) return null
  const before = fromAmsterdam(addDays(day, 1), '00:00')
  return before === null ? null : { from, before }
}

/** Days by the last of their changes. Changes come in the order of the log; where the clock was set back, they count for the day that had begun. */
export function daysOf(changes: Iterable<{ seq: number; at: number }>): WorkedDay[] {
  const days: WorkedDay[] = []
  let before = Number.NEGATIVE_INFINITY
  for (const { seq, at } of changes) {
    const last = days.at(-1)
    if (last !== undefined && at < before) {
      last.seq = seq
      continue
    }
    const day = toAmsterdam(at).date
    before = momentsOfDay(day)?.before ?? Number.POSITIVE_INFINITY
    days.push({ day, seq })
  }
  return days
}
