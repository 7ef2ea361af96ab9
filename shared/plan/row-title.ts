import type { Table } from '../format/schema.ts'
import type { Row } from './content.ts'

/** The column by which a row is named. */
export function titleColumnOf(table: Table): string | undefined {
  const column =
    table.columns.find((candidate) => candidate.isTitle) ??
    table.columns.find((candidate) => candidate.kind === 'line')
  return column?.id
}

/** The name of a row in a sentence. */
export function titleOf(table: Table, row: Row): string {
  const column = titleColumnOf(table)
  const title = column === undefined ? null : row[column]
  return typeof title === 'string' && title !== '' ? title : `${table.item.one} zonder naam`
}
