import { addDays, fromAmsterdam, toAmsterdam } from '#shared/amsterdam.ts'

/** A day in the Netherlands on which a plan was changed, and its last change. */
export type WorkedDay = { day: string; seq: number }

/**
 * The bounds of a day: from the first moment up to, not including, the second. Null for an invalid
 * date.
 */
export function momentsOfDay(day: string): { from: number; before: number } | null {
  const from = fromAmsterdam(day, '00:00')
  if (from === null) return null
  const before = fromAmsterdam(addDays(day, 1), '00:00')
  return before === null ? null : { from, before }
}

/**
 * Days with their last change. Changes come in the order of the log; a change with an earlier time
 * than the current day (the clock was set back) counts for the current day.
 */
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
