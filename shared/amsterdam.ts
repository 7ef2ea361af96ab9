/**
 * Wall-clock time in the Netherlands, whatever time zone a computer has: moments are stored in UTC
 * and shown in Amsterdam time (T17).
 */
const timeZone = 'Europe/Amsterdam'
const dayMs = 24 * 60 * 60 * 1000
/** Summer time first: for the hour that occurs twice in October, the first one is used. */
const offsetsMs = [2, 1].map((hours) => hours * 60 * 60 * 1000)

const isoDate = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
const isoTime = new Intl.DateTimeFormat('nl-NL', {
  timeZone,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
/** `{ date: '2026-01-27', time: '17:00' }` */
export function toAmsterdam(ms: number): { date: string; time: string } {
  return { date: isoDate.format(ms), time: isoTime.format(ms) }
}

/** Null for an invalid date or time, and for the hour that is skipped in March. */
export function fromAmsterdam(date: string, time: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !/^\d{2}:\d{2}$/.test(time)) return null
  const asUtc = Date.parse(`${date}T${time}:00Z`)
  if (Number.isNaN(asUtc)) return null
  for (const offset of offsetsMs) {
    const there = toAmsterdam(asUtc - offset)
    if (there.date === date && there.time === time) return asUtc - offset
  }
  return null
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

/** 1 is Monday, 7 is Sunday. */
export function weekdayOf(date: string): number {
  return ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1
}

/** `2026-03-09`: the day of a moment in the Netherlands. */
export const isoDayOf = (iso: string): string => toAmsterdam(Date.parse(iso)).date

export const yearOf = (now: Date): number => Number(toAmsterdam(now.getTime()).date.slice(0, 4))
