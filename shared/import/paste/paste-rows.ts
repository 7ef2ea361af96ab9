import { defaultOf } from '#shared/format/columns.ts'
import { notApplicable } from '#shared/format/kinds/plain-value.ts'
import type { Table } from '#shared/format/schema.ts'
import type { PlanContent, Row } from '#shared/plan/content.ts'
import { isFilledCell } from '#shared/plan/filled.ts'
import { groupIdOf, groupsOf } from '#shared/plan/groups.ts'

/** A row of the plan that a pasted line fills, or the place of a new one. */
export type PasteRow = { kind: 'old'; row: Row } | { kind: 'new'; afterId: string | null }

/**
 * `fill`: as in a spreadsheet, the lines go over the rows below. `insert`: only the row where the
 * user stands is filled, and the others are new, because a card holds more than is in view.
 */
export type BelowPaste = 'fill' | 'insert'

export type PasteRows = {
  /** The group of the row where the user stands; null in a table without groups. */
  startGroup: string | null
  /** The row for the next line of a group. `added`: told to `take` after a new row, by its id. */
  take: (group: string | null, newRowId: string) => PasteRow
}

type Start = { table: Table; content: PlanContent; row: string; below: BelowPaste }

type Queue = { rows: Row[]; afterId: string | null }

/**
 * Hands out the rows of a table to the lines of a range: from where the user stands to the end of
 * its group, and in another group the rows in which nothing stands yet. Then new rows.
 */
export function pasteRows({ table, content, row, below }: Start): PasteRows {
  const rows = content.tables[table.id] ?? []
  const groups = groupsOf(table, content.tables)
  const groupOf = (one: Row) => (table.groups === undefined ? null : groupIdOf(one, groups))
  const start = rows.find(({ id }) => id === row)
  const startGroup = start === undefined ? null : groupOf(start)
  const queues = new Map<string | null, Queue>()
  const open = (group: string | null): Queue => {
    const own = rows.filter((one) => groupOf(one) === group)
    const last = own.at(-1)?.id ?? null
    if (group !== startGroup)
      return { rows: own.filter((one) => isBlank(table, one)), afterId: last }
    const from = own.findIndex(({ id }) => id === row)
    return below === 'fill'
      ? { rows: own.slice(from), afterId: last }
      : { rows: own.slice(from, from + 1), afterId: row }
  }
  return {
    startGroup,
    take: (group, newRowId) => {
      const queue = queues.get(group) ?? open(group)
      queues.set(group, queue)
      const old = queue.rows.shift()
      if (old !== undefined) return { kind: 'old', row: old }
      const { afterId } = queue
      queue.afterId = newRowId
      return { kind: 'new', afterId }
    },
  }
}

/** Nothing but what the form itself puts in a new row. */
function isBlank(table: Table, row: Row): boolean {
  return table.columns.every((column) => {
    const cell = row[column.id]
    return (
      column.id === 'group' ||
      !isFilledCell(cell) ||
      cell === notApplicable ||
      cell === defaultOf(column)
    )
  })
}
