import { formatDate } from '#shared/dates.ts'

export { formatDate }

export function formatPeriod(from: string, to: string): string {
  if (from === '' && to === '') return ''
  if (to === '') return `vanaf ${formatDate(from)}`
  if (from === '') return `tot en met ${formatDate(to)}`
  return `${formatDate(from)} tot en met ${formatDate(to)}`
}

const clock = new Intl.DateTimeFormat('nl-NL', {
  timeZone: 'Europe/Amsterdam',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

/** A moment in UTC as `9 maart 2026, 14.05 uur` in Amsterdam. */
export function formatMoment(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return ''
  const parts = Object.fromEntries(clock.formatToParts(date).map((part) => [part.type, part.value]))
  return `${formatDate(`${parts['year']}-${parts['month']}-${parts['day']}`)}, ${parts['hour']}.${parts['minute']} uur`
}
