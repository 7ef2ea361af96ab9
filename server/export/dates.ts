const months = ['januari', 'februari', 'maart', 'april', 'mei', 'juni', 'juli', 'augustus', 'september', 'oktober', 'november', 'december']

/** `2026-03-09` as `9 maart 2026`; anything else as it is, so that nothing a plan says is lost. */
export function formatDate(iso: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso)
  const month = months[Number(match?.[2]) - 1]
  return match === null || month === undefined ? iso : `${Number(match[3])} ${month} ${match[1]}`
}

export function formatPeriod(from: string, to: string): string {
  if (from === '' && to === '') return ''
  if (to === '') return `vanaf ${formatDate(from)}`
  if (from === '') return `tot en met ${formatDate(to)}`
  return `${formatDate(from)} tot en met ${formatDate(to)}`
}

const clock = new Intl.DateTimeFormat('nl-NL', { timeZone: 'Europe/Amsterdam', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** A moment in UTC as `9 maart 2026, 14.05 uur` in Amsterdam. */
export function formatMoment(iso: string): string {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) return ''
  const parts = Object.fromEntries(clock.formatToParts(date).map((part) => [part.type, part.value]))
  return `${formatDate(`${parts['year']}-${parts['month']}-${parts['day']}`)}, ${parts['hour']}.${parts['minute']} uur`
}
