import { formatDay } from '#client/text/moment.ts'

/** `2027` · `2027–2029` for whole years, dates otherwise; empty when both dates are missing. */
export function formatPeriod(from: string | null, to: string | null): string {
  if (from === null && to === null) return ''
  if (from === null) return `tot en met ${formatDay(to ?? '')}`
  if (to === null) return `vanaf ${formatDay(from)}`
  const [fromYear, toYear] = [from.slice(0, 4), to.slice(0, 4)]
  if (from.endsWith('-01-01') && to.endsWith('-12-31'))
    return fromYear === toYear ? fromYear : `${fromYear}–${toYear}`
  return `${formatDay(from)} – ${formatDay(to)}`
}
