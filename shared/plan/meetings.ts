import { tableOf } from '../format/lookup.ts'
import type { Format } from '../format/schema.ts'
import { limits } from '../limits.ts'
import type { PlanContent } from './content.ts'

/** A meeting of the team or the network, on an ISO date. */
export type PlanMeeting = { rowId: string; title: string; date: string }

/** The table of meetings has the same columns in every form that has one. */
export const meetingsTable = 'meetings'

/** The meetings with a date, the last ones when there are more than a plan keeps. */
export function meetingsOf(format: Format, { tables }: Pick<PlanContent, 'tables'>): PlanMeeting[] {
  const table = tableOf(format, meetingsTable)
  const type = table?.columns.find(({ id }) => id === 'type')
  const labels = new Map(
    type?.kind === 'choice' ? type.options.map(({ id, label }) => [id, label]) : [],
  )
  if (table === undefined) return []
  return (tables[meetingsTable] ?? [])
    .flatMap((row): PlanMeeting[] => {
      const { date, subject } = row
      if (typeof date !== 'string' || date === '') return []
      const words = [labels.get(String(row['type'])), subject]
      const title = words.filter((word) => typeof word === 'string' && word !== '').join(': ')
      return [{ rowId: row.id, title, date }]
    })
    .sort((a, b) => (a.date < b.date ? -1 : 1))
    .slice(-limits.meetingsPerPlan.max)
}
