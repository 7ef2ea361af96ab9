import type { Table } from '../format/schema.ts'
import type { Row } from './content.ts'
import { titleColumnOf } from './row-title.ts'

/**
 * Whether a row corrects an earlier amount: its description begins with "Correctie", so that a
 * reader of the printed table sees why the amount is below zero (domain.md 1.4).
 */
export function isCorrection(table: Table, row: Row): boolean {
  const column = titleColumnOf(table)
  const title = column === undefined ? null : row[column]
  return typeof title === 'string' && /^\s*correctie\b/iu.test(title)
}
