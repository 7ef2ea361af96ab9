/** Times are stored in UTC and shown in the time zone of the Netherlands, whatever the clock of the device (T17). */
const timeZone = 'Europe/Amsterdam'
const isoDay = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
const clock = new Intl.DateTimeFormat('nl-NL', {
  timeZone,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
const weekday = new Intl.DateTimeFormat('nl-NL', { timeZone, weekday: 'long' })
const dayMonth = new Intl.DateTimeFormat('nl-NL', { timeZone, day: 'numeric', month: 'long' })
const dayMonthYear = new Intl.DateTimeFormat('nl-NL', {
  timeZone,
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})
const weekdayDayMonth = new Intl.DateTimeFormat('nl-NL', {
  timeZone,
  weekday: 'long',
  day: 'numeric',
  month: 'long',
})
const dayMs = 24 * 60 * 60 * 1000

/** The two ways in which a person can have days written: `3 maart 2026`, or `2026-03-03`. */
export const dateStyles = ['words', 'figures'] as const
export type DateStyle = (typeof dateStyles)[number]

let dateStyle: DateStyle = 'words'

/** Chosen under Uw gegevens (client/settings.ts). */
export function setDateStyle(style: DateStyle): void {
  dateStyle = style
}

/** `Dinsdag 24 november.`, for above a list of today. */
export function formatToday(now: Date): string {
  const day = dateStyle === 'figures' ? isoDay.format(now) : weekdayDayMonth.format(now)
  return `${day.slice(0, 1).toUpperCase()}${day.slice(1)}.`
}

/** `om 09:42` · `gisteren om 17:12` · `maandag om 09:15` · `op 12 november` · `op 12 november 2025`. */
export function formatMoment(iso: string, now: Date): string {
  const moment = new Date(iso)
  if (Number.isNaN(moment.getTime())) return ''
  const daysAgo = Math.round(
    (Date.parse(isoDay.format(now)) - Date.parse(isoDay.format(moment))) / dayMs,
  )
  if (daysAgo === 0) return `om ${clock.format(moment)}`
  if (daysAgo === 1) return `gisteren om ${clock.format(moment)}`
  if (daysAgo > 1 && daysAgo < 7) return `${weekday.format(moment)} om ${clock.format(moment)}`
  if (dateStyle === 'figures') return `op ${isoDay.format(moment)}`
  return `op ${isoDay.format(now).slice(0, 4) === isoDay.format(moment).slice(0, 4) ? dayMonth.format(moment) : dayMonthYear.format(moment)}`
}

/** `9 maart 2026` or `2026-03-09`, of a moment or of a bare ISO date. */
export function formatDay(iso: string): string {
  // Noon keeps a bare date on its own day in every time zone.
  const moment = new Date(/^\d{4}-\d{2}-\d{2}$/.test(iso) ? `${iso}T12:00:00Z` : iso)
  if (Number.isNaN(moment.getTime())) return ''
  return (dateStyle === 'figures' ? isoDay : dayMonthYear).format(moment)
}

/** `09:42`, in the time zone of the Netherlands. */
export function formatClock(iso: string): string {
  const moment = new Date(iso)
  return Number.isNaN(moment.getTime()) ? '' : clock.format(moment)
}

/** `2026-03-09`: the day of a moment in the Netherlands. */
export function isoDayOf(iso: string): string {
  return isoDay.format(new Date(iso))
}

export function yearOf(now: Date): number {
  return Number(isoDay.format(now).slice(0, 4))
}
