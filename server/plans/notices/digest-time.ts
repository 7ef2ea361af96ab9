import { addDays, fromAmsterdam, toAmsterdam, weekdayOf } from '#shared/amsterdam.ts'

/** Before the first patient of the day. */
const digestTime = '07:00'
const monday = 1

/** The next seven o'clock in the morning, or the next one on a Monday. */
export function nextDigestAt(now: number, rhythm: 'daily' | 'weekly'): number {
  const today = toAmsterdam(now).date
  for (let days = 0; days <= 7; days++) {
    const date = addDays(today, days)
    const at = fromAmsterdam(date, digestTime)
    if (at !== null && at > now && (rhythm === 'daily' || weekdayOf(date) === monday)) return at
  }
  throw new Error('A week without a morning.')
}
