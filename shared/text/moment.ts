import { addDays, toAmsterdam } from '../amsterdam.ts'
import { formatDate } from '../dates.ts'

// The one way to say a day, a moment and a deadline to a user: in Amsterdam time, whatever time zone a computer has (T17).

const weekdays = ['zondag', 'maandag', 'dinsdag', 'woensdag', 'donderdag', 'vrijdag', 'zaterdag']
const dayMs = 24 * 60 * 60 * 1000
const isDate = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text)

/** The two ways in which a person can have days written: `3 maart 2026`, or `2026-03-03`. */
export const dateStyles = ['words', 'figures'] as const
export type DateStyle = (typeof dateStyles)[number]

/** Of a server, whose readers are of all kinds; a client has the choice of its device (client/text/moment.ts). */
const usual: DateStyle = 'words'

const written = (date: string, style: DateStyle) => (style === 'figures' ? date : formatDate(date))

/** `Dinsdag 24 november.`, for above a list of today. */
export function formatToday(now: Date, style: DateStyle = usual): string {
  const { date } = toAmsterdam(now.getTime())
  if (style === 'figures') return `${date}.`
  const day = `${weekdays[new Date(date).getUTCDay()]} ${formatDate(date).slice(0, -5)}`
  return `${day.slice(0, 1).toUpperCase()}${day.slice(1)}.`
}

/** `4 feb – 16 dec 2026`, `1 jan 2026 – 31 dec 2027`, or the one day that is given; empty without a day. */
export function formatDaySpan(from: string, to: string, style: DateStyle = usual): string {
  const [first, last] = [from, to].map((day) => (isDate(day) ? day : ''))
  if (!first || !last) return short(first || last || '', true, style)
  return `${short(first, first.slice(0, 4) !== last.slice(0, 4), style)} – ${short(last, true, style)}`
}

function short(date: string, hasYear: boolean, style: DateStyle): string {
  if (date === '' || style === 'figures') return date
  const [day = '', month = '', year = ''] = formatDate(date).split(' ')
  // Mrt, because "maa" is no abbreviation.
  const brief = month === 'maart' ? 'mrt' : month.slice(0, 3)
  return hasYear ? `${day} ${brief} ${year}` : `${day} ${brief}`
}

const inAmsterdam = (moment: number | string) => {
  const ms = typeof moment === 'number' ? moment : Date.parse(moment)
  return Number.isNaN(ms) ? null : toAmsterdam(ms)
}

const spoken = (time: string) => `${time.replace(':', '.')} uur`

/** `9 maart 2026`, of a moment or of a bare ISO date; empty for anything else. */
export function formatDay(moment: number | string, style: DateStyle = usual): string {
  if (typeof moment === 'string' && isDate(moment))
    return Number.isNaN(Date.parse(moment)) ? '' : written(moment, style)
  const there = inAmsterdam(moment)
  return there === null ? '' : written(there.date, style)
}

/** `09.42 uur` */
export function formatClock(moment: number | string): string {
  const there = inAmsterdam(moment)
  return there === null ? '' : spoken(there.time)
}

/** `9 maart 2026 om 14.05 uur` */
export function formatMoment(moment: number | string, style: DateStyle = usual): string {
  const there = inAmsterdam(moment)
  return there === null ? '' : `${written(there.date, style)} om ${spoken(there.time)}`
}

/** `om 09.42 uur` · `gisteren om 17.12 uur` · `maandag om 09.15 uur` · `op 12 november` · `op 12 november 2025` */
export function formatRecent(iso: string, now: Date, style: DateStyle = usual): string {
  const there = inAmsterdam(iso)
  if (there === null) return ''
  const today = toAmsterdam(now.getTime()).date
  const daysAgo = (Date.parse(today) - Date.parse(there.date)) / dayMs
  const time = spoken(there.time)
  if (daysAgo === 0) return `om ${time}`
  if (daysAgo === 1) return `gisteren om ${time}`
  if (daysAgo > 1 && daysAgo < 7) return `${weekdays[new Date(there.date).getUTCDay()]} om ${time}`
  const day = written(there.date, style)
  if (style === 'figures') return `op ${day}`
  return `op ${today.slice(0, 4) === there.date.slice(0, 4) ? day.slice(0, -5) : day}`
}

/** `vandaag` · `gisteren` · `20 november` · `20 november 2025`, of an ISO date in Amsterdam. */
export function formatPastDay(date: string, now: Date, style: DateStyle = usual): string {
  const today = toAmsterdam(now.getTime()).date
  if (date >= today) return 'vandaag'
  if (date === addDays(today, -1)) return 'gisteren'
  const day = formatDay(date, style)
  return style === 'words' && today.slice(0, 4) === date.slice(0, 4) ? day.slice(0, -5) : day
}

/**
 * The last day of a deadline: a moment at midnight ends the day before it. A bare date is that day
 * itself.
 */
export function lastDayOf(deadline: number | string): string {
  if (typeof deadline === 'string' && isDate(deadline)) return deadline
  const there = inAmsterdam(deadline)
  if (there === null) return ''
  return there.time === '00:00' ? addDays(there.date, -1) : there.date
}

/**
 * `tot en met 1 juli 2026`, or `tot 1 juli 2026 om 17.00 uur` for a deadline within a day. Never
 * "2 juli om 00.00 uur" for the end of 1 July.
 */
export function formatUntil(deadline: number | string, style: DateStyle = usual): string {
  const day = lastDayOf(deadline)
  if (day === '') return ''
  const there = isDate(String(deadline)) ? null : inAmsterdam(deadline)
  return there === null || there.time === '00:00' || there.time === '23:59'
    ? `tot en met ${written(day, style)}`
    : `tot ${formatMoment(deadline, style)}`
}

const shortMonths = 'jan feb mrt apr mei jun jul aug sep okt nov dec'.split(' ')

/** The day and the month of an ISO date, for a small calendar leaf: `14` and `dec`. */
export const formatLeaf = (date: string): { day: string; month: string } => ({
  day: String(Number(date.slice(8, 10))),
  month: shortMonths[Number(date.slice(5, 7)) - 1] ?? '',
})
