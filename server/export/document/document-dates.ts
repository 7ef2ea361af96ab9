import { formatDate } from '#shared/dates.ts'

export { formatDate }

export function formatPeriod(from: string, to: string): string {
  if (from === '' && to === '') return ''
  if (to === '') return `vanaf ${formatDate(from)}`
  if (from === '') return `tot en met ${formatDate(to)}`
  return `${formatDate(from)} tot en met ${formatDate(to)}`
}
