import { tableOf } from '../format/lookup.ts'
import type { Format } from '../format/schema.ts'
import { limits } from '../limits.ts'
import type { PlanContent } from './content.ts'

/** An open action, and the row of `people` that it is assigned to. */
export type PlanTask = { rowId: string; personRow: string; title: string; due: string | null }

/** The table of actions has the same columns in every form. */
export const tasksTable = 'actions'

/**
 * The open actions of a plan that are assigned to a person. Actions of a whole party are left out,
 * because nobody in particular has to do them.
 */
export function tasksOf(format: Format, { tables }: Pick<PlanContent, 'tables'>): PlanTask[] {
  if (tableOf(format, tasksTable) === undefined) return []
  return (tables[tasksTable] ?? [])
    .flatMap((row): PlanTask[] => {
      const { lead, status, description, dueDate } = row
      const isOver = status === 'klaar' || status === 'vervallen'
      if (typeof lead !== 'string' || lead === '' || isOver) return []
      return [
        {
          rowId: row.id,
          personRow: lead,
          title: typeof description === 'string' ? description : '',
          due: typeof dueDate === 'string' && dueDate !== '' ? dueDate : null,
        },
      ]
    })
    .slice(0, limits.tasksPerPlan.max)
}
